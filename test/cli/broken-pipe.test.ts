// Commands of which nobody reads the output any more, as in `npm run policy -- schema | head -0`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

describe('a command whose output nobody reads', () => {
  for (const [command, args, stream, expected] of [
    ['policy', ['schema'], 'stdout', 0],
    ['policy', ['explain'], 'stderr', 2],
    ['audit', ['--help'], 'stdout', 0],
    ['audit', [], 'stderr', 2],
  ] as const)
    it(`ends as it would have, without a word: ${command} ${args.join(' ')}`, async () => {
      const script = fileURLToPath(new URL(`../../src/cli/${command}.ts`, import.meta.url));
      const child = spawn(process.execPath, [script, ...args]);
      // Before the process has started, so that its first line finds nobody.
      child[stream].destroy();
      let said = '';
      child[stream === 'stdout' ? 'stderr' : 'stdout'].on('data', (text) => {
        said += text;
      });
      const [code] = await once(child, 'close');
      assert.deepEqual([code, said], [expected, '']);
    });
});
