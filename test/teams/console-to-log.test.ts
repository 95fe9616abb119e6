// What libraries write to the console ends up in the log.
import assert from 'node:assert/strict';
import { consoleToLog } from '../../src/teams/console-to-log.ts';
import { keptLog } from '../support/kept-log.ts';

describe('the console', () => {
  it('is taken over, and given back', () => {
    const before = { warn: console.warn, error: console.error };
    const log = keptLog();
    const giveBack = consoleToLog(log);
    console.error('token %s', 'expired');
    giveBack();
    assert.deepEqual(log.lines, [
      { level: 'debug', facts: { text: 'token expired' }, sentence: 'Written to the console' },
    ]);
    assert.deepEqual({ warn: console.warn, error: console.error }, before);
  });
});
