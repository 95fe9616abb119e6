// The guides' tables are held to the code: what to type, the settings, and the kinds of audit entries.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { kindText } from '../../cards/history-words.ts';
import type { Command } from '../../src/domain/command/command.ts';
import { parseCommand } from '../../src/domain/command/parse-command.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** The cells of a guide's tables, a row each, without headings. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .map((line) => line.split('|').slice(1, -1));
const quotedIn = (text = ''): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/user-guide.md', () => {
  const sentences = rowsOf(read('docs/user-guide.md'))
    .flatMap(([, typed]) => quotedIn(typed))
    .map((sentence) => sentence.replace('@JIT Access ', '').replace('@person', '@1'));

  for (const sentence of sentences)
    it(`lists what the bot understands: ${sentence}`, () => {
      const command = parseCommand(sentence);
      assert.ok(!['not-understood', 'usage'].includes(command.kind), command.kind);
      assert.deepEqual('unknown' in command ? command.unknown : [], []);
    });

  it('lists every command but an approver’s, of which it tells in words', () => {
    const kinds: Readonly<Record<Exclude<Command['kind'], 'not-understood' | 'usage' | 'allow'>, true>> = {
      request: true,
      why: true,
      history: true,
      help: true,
      'my-access': true,
      cancel: true,
      status: true,
      who: true,
      done: true,
      extend: true,
      'use-channel': true,
      'unset-channel': true,
      'jit-status': true,
      'defender-on': true,
      'enable-jit': true,
      'configure-jit': true,
      'disable-jit': true,
      'audit-ports': true,
      acknowledge: true,
    };
    const listed = new Set(sentences.map((sentence) => parseCommand(sentence).kind));
    assert.deepEqual([...listed].sort(), Object.keys(kinds).sort());
  });
});

describe('docs/configuration.md', () => {
  it('lists every setting of src/environment.ts once, and no other', () => {
    const schema =
      /const environment = z\.object\(\{\n(.*?)\n\}\);/s.exec(read('src/environment.ts'))?.[1] ?? '';
    const settings = [...schema.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);
    const listed = rowsOf(read('docs/configuration.md'))
      .flatMap(([first]) => quotedIn(first))
      .sort();
    assert.ok(settings.length > 20);
    assert.deepEqual(listed, settings.sort());
  });
});

describe('docs/audit.md', () => {
  const [, tables = ''] = read('docs/audit.md').split('## The kinds');
  const kinds = rowsOf(tables.split('## Looking at it')[0] ?? '').flatMap(([first]) => quotedIn(first));

  it('lists each kind once', () => assert.deepEqual(kinds, [...new Set(kinds)]));

  it('lists only kinds that the history has words for', () => {
    // News of the access policy belong to no machine and no person, so no history shows them; some kinds are plain words.
    const plain = ['refused', 'withdrawn', 'lapsed', 'approved', 'escalated', 'ended', 'failed', 'told'];
    const wordless = kinds.filter((kind) => !kind.startsWith('policy-') && kindText(kind) === kind);
    assert.deepEqual(
      wordless.filter((kind) => !plain.includes(kind)),
      [],
    );
  });
});
