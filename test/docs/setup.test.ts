// docs/setup.md is held to the grammar: what it tells admins to type is understood in full, and every kind of sentence is told of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setupLooks } from '../../cards/setup/setup-look.ts';
import { parseCommand } from '../../src/domain/command/parse-command.ts';

const guide = readFileSync(new URL('../../docs/setup.md', import.meta.url), 'utf8');

describe('docs/setup.md', () => {
  const quoted = [...guide.matchAll(/^> (.+)$/gm)].map(([, sentence = '']) => sentence);
  const inText = [...guide.matchAll(/`([a-z][^`=]* [^`]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => !code.startsWith('npm run '));
  const sentences = [...quoted, ...inText];

  for (const sentence of sentences)
    it(`has admins type what is understood: ${sentence}`, () => {
      const command = parseCommand(sentence.replace('@person', '@1'));
      assert.ok(!['not-understood', 'usage', 'request'].includes(command.kind), command.kind);
      assert.deepEqual('unknown' in command ? command.unknown : [], []);
    });

  it('names outcomes with the cards’ own words', () => {
    const [, table = ''] = guide.split('| the card says |');
    const named = [...(table.split('\n\n')[0] ?? '').matchAll(/\*\*(?:Turn JIT on · )?(.+?)\*\*/g)].map(
      ([, word = '']) => word.toLowerCase(),
    );
    const words = Object.values(setupLooks).map(({ word }) => word.toLowerCase());
    assert.ok(named.length >= 6);
    assert.deepEqual(
      named.filter((word) => !words.includes(word)),
      [],
    );
  });

  it('tells of every kind of sentence that sets JIT up', () => {
    const kinds = new Set(quoted.map((sentence) => parseCommand(sentence).kind));
    assert.deepEqual([...kinds].sort(), [
      'acknowledge',
      'audit-ports',
      'configure-jit',
      'defender-on',
      'disable-jit',
      'enable-jit',
      'jit-status',
    ]);
  });
});
