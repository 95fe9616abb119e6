// The log as it is written: JSON lines with what the work under way is about, and no secret.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const log = new URL('../src/log.ts', import.meta.url).href;
const about = new URL('../src/access/about.ts', import.meta.url).href;

/** Runs a few lines in a process of their own, which writes its log to its standard error. */
function linesOf(code: string): readonly Record<string, unknown>[] {
  const program = `import { createLog } from '${log}'; import { about } from '${about}'; const log = createLog('info'); ${code}`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

describe('the log', () => {
  it('says what a line is about, and what the line says itself goes before that', () => {
    const lines = linesOf(`
      const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), end() {} };
      log.info({}, 'before');
      about({ turn: 'click', activity: 'said-1' }, () => about({ request: 'req-1' }, () => {
        log.warn({ debt: 'look' }, 'within');
        log.warn({ request: 'req-2' }, 'another');
      }, span));
      log.info({}, 'after');`);
    const facts = lines.map(({ time: _, ...line }) => line);
    const within = { turn: 'click', activity: 'said-1', trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) };
    assert.deepEqual(facts, [
      { level: 30, msg: 'before' },
      { level: 40, ...within, request: 'req-1', debt: 'look', msg: 'within' },
      { level: 40, ...within, request: 'req-2', msg: 'another' },
      { level: 30, msg: 'after' },
    ]);
  });

  it('leaves secrets out by name', () => {
    const [line] = linesOf(
      `log.info({ headers: { authorization: 'Bearer x' }, settings: { password: 'y', token: 'z' } }, 'said');`,
    );
    assert.deepEqual(
      [line?.headers, line?.settings],
      [{ authorization: '[Redacted]' }, { password: '[Redacted]', token: '[Redacted]' }],
    );
  });
});
