// The guide to the access policy: every file in it is checked, its cases run, and every command prints what the guide shows.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runPolicyCommand } from '../../src/cli/policy.ts';
import { runCase } from '../../src/policy/cases.ts';
import { policySchemaText } from '../../src/policy/policy-schema.ts';
import { readYaml } from '../../src/policy/yaml-document.ts';
import { fullFile, readWell } from '../policy/files.ts';

const docs = new URL('../../docs/', import.meta.url);
const guide = readFileSync(new URL('access-policy.md', docs), 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

const blocks: readonly Block[] = [...guide.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((found) => ({
  language: found[1] ?? '',
  text: found[2] ?? '',
  line: guide.slice(0, found.index).split('\n').length,
}));
const files = blocks.filter(({ language }) => language === 'yaml');
const commands = blocks.flatMap((block, index) =>
  block.language === 'sh'
    ? [
        {
          block,
          file: blocks.slice(0, index).findLast(({ language }) => language === 'yaml')?.text ?? '',
          shown: blocks[index + 1],
        },
      ]
    : [],
);

/** Words of a command line, where double quotes hold words together. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

describe('docs/access-policy.md', () => {
  it('goes from one rule to a whole file, with commands', () => {
    assert.ok(
      files.length >= 4 && commands.length >= 5,
      `${files.length} files, ${commands.length} commands`,
    );
    const fences = guide.match(/^```/gm)?.length ?? 0;
    assert.equal(blocks.length * 2, fences);
  });

  for (const { text, line } of files) {
    it(`shows a file without mistakes or warnings (line ${line})`, () =>
      assert.deepEqual(readWell(text).warnings(), []));

    it(`shows cases that pass (line ${line})`, () => {
      const { policy, tests } = readWell(text);
      for (const one of tests) {
        const { passed, verdict } = runCase(policy, one);
        assert.ok(passed, `case at line ${line + one.line}: ${verdict.kind}, by ${verdict.rules.join()}`);
      }
    });
  }

  for (const { block, file, shown } of commands)
    it(`shows what its commands print (line ${block.line})`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'policy-guide-'));
      const path = join(folder, 'access-policy.yaml');
      writeFileSync(path, file);
      const printed: string[] = [];
      for (const line of block.text.trimEnd().split('\n')) {
        assert.ok(line.startsWith('npm run policy -- '), line);
        const code = runPolicyCommand(
          wordsOf(line.slice('npm run policy -- '.length)).map((word) =>
            word === 'access-policy.yaml' ? path : word,
          ),
          {
            print: (text) => printed.push(text.replaceAll(`${folder}/`, '')),
            complain: (text) => printed.push(text),
            variables: { ACCESS_POLICY: path },
            now: Date.parse('2026-11-23T09:00:00Z'),
          },
        );
        assert.equal(code, 0, printed.join('\n'));
      }
      rmSync(folder, { recursive: true });
      assert.equal(shown?.language, 'text');
      assert.equal(`${printed.join('\n')}\n`, shown?.text);
    });

  it('names every key that a file may have', () => {
    const schema: unknown = JSON.parse(policySchemaText());
    const missing = keysIn(schema).filter((key) => !new RegExp(`\\b${key}\\b`).test(guide));
    assert.deepEqual(missing, []);
  });
});

/** All names of properties anywhere in a JSON Schema. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? schema.properties : null;
  return [...Object.keys(own ?? {}), ...Object.values(schema).flatMap(keysIn)].filter(
    (key) => !['properties', 'items'].includes(key),
  );
}

describe('docs/access-policy.schema.json', () => {
  const file = readFileSync(new URL('access-policy.schema.json', docs), 'utf8');
  const shipped: unknown = JSON.parse(file);

  it('is what `npm run policy -- schema` prints', () =>
    assert.deepEqual(shipped, JSON.parse(policySchemaText())));

  it('describes what editors show', () => {
    for (const text of ['refused: never, wherever the rule stands', 'Never the requester', 'Left out: 8h'])
      assert.ok(file.includes(text), text);
  });

  // Editors read patterns with the flag `u`, as ECMA-262 and JSON Schema 2020-12 mean them; this reader does not.
  const plain = file.replaceAll('^\\\\p{L}[\\\\p{L}\\\\p{N}._-]', '^[A-Za-z][A-Za-z0-9._-]');
  const schema = z.fromJSONSchema(JSON.parse(plain));
  const agrees = (text: string): boolean => {
    const read = readYaml(text);
    assert.ok(read.ok);
    return schema.safeParse(read.yaml.value).success;
  };

  it('agrees with every file of the guide', () => {
    assert.deepEqual(
      [fullFile, ...files.map(({ text }) => text)].filter((text) => !agrees(text)),
      [],
    );
  });

  for (const [what, text] of [
    ['an unknown key', fullFile.replace('longest: 2h', 'longst: 2h')],
    ['an empty list of approvers', fullFile.replace(/approvers: \[.*\]/, 'approvers: []')],
    ['another decision', fullFile.replace('decision: approval', 'decision: maybe')],
    ['a person without a GUID', fullFile.replace(/ada: [\d-]+/, 'ada: ada@example.org')],
  ] as const)
    it(`does not agree with ${what}`, () => assert.equal(agrees(text), false));
});
