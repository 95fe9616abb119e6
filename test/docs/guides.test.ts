// The guides' tables are held to the code: what to type, what a card says, the settings, and the kinds of audit entries.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { kindText } from '../../cards/history-words.ts';
import { statusLooks } from '../../cards/status.ts';
import type { Command } from '../../src/domain/command/command.ts';
import { parseCommand } from '../../src/domain/command/parse-command.ts';
import { guides as allGuides } from './all-guides.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** The cells of a guide's tables, a row each, without headings. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .map((line) => line.split('|').slice(1, -1));
const quotedIn = (text = ''): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** What the guide's tables have people type, where a table has a column for that. */
const typedIn = (text: string): readonly string[] =>
  text
    .split('\n\n')
    .filter((table) => /^\|[^|]+\| type \|$/m.test(table))
    .flatMap(rowsOf)
    .flatMap(([, typed]) => quotedIn(typed))
    .map((sentence) => sentence.replace('@JIT Access ', '').replace('@person', '@1'));

/** What a guide sets off as typed, or has mention the bot. */
const quotedFor = (guide: string): readonly string[] =>
  [...read(guide).matchAll(/^> (.+)$|`(@JIT Access [^`]+)`/gm)].map(([, line = '', code = line]) =>
    code.replace('@JIT Access ', ''),
  );

describe('What people type', () => {
  const guides = ['docs/user-guide.md', 'docs/approvals.md', 'docs/admin-guide.md'].map((path) => ({
    path,
    sentences: typedIn(read(path)),
  }));

  for (const { path, sentences } of guides)
    for (const sentence of sentences)
      it(`in ${path} is what the bot understands: ${sentence}`, () => {
        const command = parseCommand(sentence);
        assert.ok(!['not-understood', 'usage'].includes(command.kind), command.kind);
        assert.deepEqual('unknown' in command ? command.unknown : [], []);
      });

  it('is every command, in one guide or another', () => {
    const kinds: Readonly<Record<Exclude<Command['kind'], 'not-understood' | 'usage'>, true>> = {
      request: true,
      why: true,
      allow: true,
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
    const listed = new Set(
      guides.flatMap(({ sentences }) => sentences).map((sentence) => parseCommand(sentence).kind),
    );
    assert.deepEqual([...listed].sort(), Object.keys(kinds).sort());
  });

  for (const guide of allGuides)
    for (const sentence of quotedFor(guide))
      it(`as ${guide} quotes it is understood: ${sentence}`, () => {
        const command = parseCommand(sentence);
        assert.ok(!['not-understood', 'usage'].includes(command.kind), command.kind);
      });

  it('as an engineer is on the first page, before the details', () => {
    const [page = ''] = read('docs/user-guide.md').split('\n---\n');
    assert.deepEqual(typedIn(page), guides[0]?.sentences);
    assert.ok(page.split(/\s+/).length < 500, 'two minutes to read');
  });
});

describe('docs/cards.md', () => {
  it('explains every state that a card can say, by the card’s own word, and no other', () => {
    const named = rowsOf(read('docs/cards.md'))
      .flatMap(([first = '']) => [...first.matchAll(/\*\*(.+?)\*\*/g)])
      .map(([, word = '']) => word);
    assert.deepEqual(
      named.sort(),
      Object.values(statusLooks)
        .map(({ word }) => word)
        .sort(),
    );
  });
});

describe('docs/approvals.md', () => {
  const [approvers = '', onCall = ''] = read('docs/approvals.md').split('\n## On-call\n');
  const { ready, extended, interrupted, unclear } = statusLooks;
  /** What a notice begins with is bold in the code; of words with a gap, those before it. */
  const begun = (code: string): readonly string[] =>
    [...read(code).matchAll(/[`'](?:🔴 )?\*\*([A-Z][^*:${]*)/g)].map(([, words = '']) => words.trim());
  const explained = (text: string): readonly string[] =>
    rowsOf(text)
      .flatMap(([first = '']) => [...first.matchAll(/\*\*(.+?):?\*\*/g)])
      .map(([, words = '']) => words);

  it('explains every message of the approvals channel by the words it begins with, and no other', () => {
    const said = begun('cards/approver-notices.ts');
    assert.deepEqual([...new Set(said)].sort(), [
      'BREAK GLASS',
      'Break glass not acknowledged for',
      'Nobody has decided yet',
      'Reminder',
    ]);
    assert.deepEqual([...explained(approvers)].sort(), [
      'BREAK GLASS',
      'Break glass not acknowledged',
      'Nobody has decided yet',
      'Reminder 1',
    ]);
  });

  it('explains every message of the on-call channel by the words it begins with, and no other', () => {
    const said = [
      ...begun('cards/on-call-notices.ts').map((words) => words.replace(/ since .*/, '')),
      ...[ready, extended, interrupted, unclear].map(({ word }) => word),
      // With the sentence of the approvals channel, whose channel is gone.
      'Break glass not acknowledged',
    ];
    assert.deepEqual([...explained(onCall)].sort(), [...new Set(said)].sort());
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
