// docs/quickstart.md has newcomers type what the stories behind its pictures type: `test/browser/pictures.test.ts` lives them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommand } from '../../src/domain/command/parse-command.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/quickstart.md'), 'utf8');
const sentences = [...guide.matchAll(/^> (.+)$/gm)].map(([, sentence = '']) => sentence);
const stories = readdirSync(join(root, 'test/pictures'))
  .map((file) => readFileSync(join(root, 'test/pictures', file), 'utf8'))
  .join('\n');

describe('docs/quickstart.md', () => {
  it('has newcomers type something', () => assert.ok(sentences.length >= 8));

  for (const sentence of sentences) {
    it(`has them type what is understood: ${sentence}`, () => {
      const command = parseCommand(sentence.replace('@JIT Access ', ''));
      assert.ok(!['not-understood', 'usage'].includes(command.kind), command.kind);
      assert.deepEqual('unknown' in command ? command.unknown : [], []);
    });

    it(`has them type what is lived in a browser: ${sentence}`, () =>
      assert.ok(stories.includes(`'${sentence}'`)));
  }
});
