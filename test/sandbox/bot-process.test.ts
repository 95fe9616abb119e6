// What is said of a bot that does not start.
import assert from 'node:assert/strict';
import { notStartedText } from '../../sandbox/bot-process.ts';

describe('a bot that does not start', () => {
  const table: readonly (readonly [gone: number | string | undefined, output: string, says: string])[] = [
    [1, 'No such setting\n', 'The bot did not start (it ended with 1):\nNo such setting\n'],
    ['SIGKILL', '', 'The bot did not start (it ended with SIGKILL), and it wrote nothing.'],
    [
      undefined,
      '',
      'The bot did not start (not ready after 120 s; this machine may be too busy, try again), and it wrote nothing.',
    ],
  ];
  for (const [gone, output, says] of table)
    it(says.split('\n')[0] ?? '', () => assert.equal(notStartedText(gone, output), says));
});
