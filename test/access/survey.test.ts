// Looking for holes before a form is shown: what is found, how often Azure is asked, and how long anybody waits.
import assert from 'node:assert/strict';
import type { PortWatch } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import { createSurvey } from '../../src/access/survey.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import type { Hole } from '../../src/domain/nsg/named-rule.ts';
import { filtersOf } from '../domain/nsg/rule-text.ts';
import { quietLog } from '../support/chat-model.ts';
import { noon, web01 } from '../support/requests.ts';

const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';
const rdp = '300 Allow rdp port 3389';
const hole: Hole = { port: 3389, rule: { nsg: 'nsg-nic', name: 'rdp', priority: 300 }, sources: ['*'] };

/** @param looks what each look at the NSGs comes to, in order */
function surveyed(looks: readonly (readonly string[] | Fault | Promise<readonly string[]>)[]) {
  let clock = noon;
  let asked = 0;
  const heard: unknown[] = [];
  const waits: (() => void)[] = [];
  const watch: PortWatch = {
    async filtersOf() {
      const look = looks[asked];
      asked += 1;
      if (look === undefined || look instanceof Fault) throw look ?? new Error('one look too many');
      return [filtersOf({ nic: await look })];
    },
  };
  const survey = createSurvey({
    watch,
    inventory: indexMachines([web01]),
    onLook: ({ name }, filters, at) => heard.push([name, filters.length, at - noon]),
    now: () => clock,
    log: quietLog,
    pause: () => new Promise<void>((resolve) => waits.push(resolve)),
  });
  return {
    survey,
    heard,
    asked: () => asked,
    pass: (seconds: number) => {
      clock += seconds * 1000;
    },
    /** The patience of all who wait is over. */
    giveUp: () => {
      for (const wait of waits.splice(0)) wait();
    },
  };
}

describe('a survey', () => {
  it('finds the holes on the ports that JIT protects', async () => {
    const { survey, heard } = surveyed([[rdp, '301 Allow web port 443', deny]]);
    assert.deepEqual(await survey.holesOf(web01.id.toUpperCase()), [hole]);
    assert.deepEqual(heard, [['web-01', 1, 0]]);
  });

  it('remembers a machine for a minute', async () => {
    const { survey, asked, pass } = surveyed([[rdp, deny], [deny]]);
    await survey.holesOf(web01.id);
    pass(59);
    assert.deepEqual([await survey.holesOf(web01.id), asked()], [[hole], 1]);
    pass(2);
    assert.deepEqual([await survey.holesOf(web01.id), asked()], [[], 2]);
  });

  it('asks Azure once for all who ask at the same time', async () => {
    const { survey, asked } = surveyed([[rdp, deny]]);
    const all = await Promise.all([1, 2, 3].map(() => survey.holesOf(web01.id)));
    assert.deepEqual([all, asked()], [[[hole], [hole], [hole]], 1]);
  });

  it('holds nobody up for long, and has the answer for the next', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly string[]>();
    const { survey, asked, giveUp } = surveyed([promise]);
    const first = survey.holesOf(web01.id);
    giveUp();
    assert.deepEqual(await first, []);
    resolve([rdp, deny]);
    assert.deepEqual([await survey.holesOf(web01.id), asked()], [[hole], 1]);
  });

  it('knows nothing while Azure is away, and asks again the next time', async () => {
    const { survey, heard, asked } = surveyed([new Fault('unavailable', 'Azure is away.'), [rdp, deny]]);
    assert.deepEqual([await survey.holesOf(web01.id), heard], [[], []]);
    assert.deepEqual([await survey.holesOf(web01.id), asked()], [[hole], 2]);
  });

  it('asks nothing of a machine that nobody knows', async () => {
    const { survey, asked } = surveyed([]);
    assert.deepEqual([await survey.holesOf('/subscriptions/x'), asked()], [[], 0]);
  });
});
