// The local world's access policy speaks of the people and groups that are there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { exampleEstate } from '../../sandbox/azure/estate.ts';
import { partsOf } from '../../sandbox/azure/ids.ts';
import { GROUP_IDS, PERSON_IDS } from '../../sandbox/directory-ids.ts';

const policy = z
  .object({
    people: z.record(z.string(), z.string()),
    groups: z.record(z.string(), z.string()),
    networks: z.record(z.string(), z.array(z.string())),
    rules: z.array(z.object({ when: z.object({ machines: z.array(z.string()) }) })),
  })
  .parse(parse(readFileSync('sandbox/access-policy.yaml', 'utf8')));

describe("the local world's access policy", () => {
  it('names people and groups by their true ids', () => {
    assert.deepEqual(policy.people, PERSON_IDS);
    const { 'platform-engineers': platform, 'sre-leads': leads } = GROUP_IDS;
    assert.deepEqual(policy.groups, { 'platform-engineers': platform, 'sre-leads': leads });
  });

  it('has a name for each network that the one-page guide asks from', () => {
    const guide = readFileSync('docs/user-guide.md', 'utf8');
    const named = [...guide.matchAll(/ from ([a-z]+)`/g)].map(([, name = '']) => name);
    assert.deepEqual([...new Set(named)], Object.keys(policy.networks));
  });

  it('has a rule for every machine, and none for a machine that is not there', () => {
    const machines = exampleEstate().machines.map(({ id }) => partsOf(id).name);
    const patterns = policy.rules.flatMap(({ when }) => when.machines);
    const meets = (pattern: string, name: string) => new RegExp(`^${pattern.replace('*', '.*')}$`).test(name);
    assert.deepEqual(
      machines.filter((name) => !patterns.some((pattern) => meets(pattern, name))),
      [],
    );
    assert.deepEqual(
      patterns.filter((pattern) => !machines.some((name) => meets(pattern, name))),
      [],
    );
  });
});
