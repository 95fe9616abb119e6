// Changes one machine's entry in a JIT policy, and nothing else in it.
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../access/fault.ts';
import type { JitEdit, JitEditor } from '../access/setup-ports.ts';
import { distinctSettings, sameSettings } from '../domain/setup/port-setting.ts';
import type { Arm } from './arm.ts';
import { createOneByOne } from './one-by-one.ts';
import { bodyWith, isUnchanged, settingsIn } from './policy-document.ts';
import { createPolicyStore, type ReadPolicy } from './policy-store.ts';

/** How often it starts over, how long it waits before that, and from when on it does not start over any more. */
export interface Tries {
  readonly most: number;
  readonly pauseMilliseconds: number;
  readonly withinMilliseconds: number;
}

// Well under the lease of whoever settles a change. What has not worked by then is asked for again later.
const usual: Tries = { most: 5, pauseMilliseconds: 300, withinMilliseconds: 20_000 };

/**
 * The port on the real service.
 *
 * Azure replaces a policy as a whole, and documents no ETag of it. So the policy is read twice, the second time right
 * before the PUT; if it changed in between, all starts over. (Should an answer carry an ETag, it goes along as If-Match.)
 * What others write between the second read and the PUT cannot be noticed here. In one process, writers of a policy take
 * turns; that processes of the bot do so is up to who calls (`src/access/setup/policy-turns.ts`).
 */
export function createJitEditor(
  arm: Arm,
  { most, pauseMilliseconds, withinMilliseconds }: Tries = usual,
): JitEditor {
  const store = createPolicyStore(arm);
  const inTurn = createOneByOne();

  async function write(edit: JitEdit, sent: Sent): ReturnType<JitEditor['write']> {
    const { policyId, machineId, wanted } = edit;
    const deadline = performance.now() + withinMilliseconds;
    let read = await store.read(policyId);
    for (let tries = 1; ; tries += 1) {
      const standing = standingOf(read, edit);
      if (standing === 'wanted') return sent.answer === undefined ? 'already' : 'written';
      if (standing === 'other' && sent.answer === undefined) return 'overtaken';
      if (standing === 'other') throw changedSince();
      if (tries > most || performance.now() > deadline) throw givenUp(sent);
      if (tries > 1) await pause(pauseMilliseconds);

      const again = await store.read(policyId);
      if (!isUnchanged(read.document, again.document)) {
        read = again;
        continue;
      }
      // What was read last is what goes back: openings that came in between are in it.
      const answer = await store.replace(policyId, bodyWith(again.document, machineId, wanted), again.etag);
      if (answer !== 'conflict') sent.answer = answer;
      read = await store.read(policyId);
    }
  }

  return {
    write: (edit) =>
      inTurn(edit.policyId.toLowerCase(), async () => {
        const sent: Sent = { answer: undefined };
        return write(edit, sent).catch((error: unknown) => {
          throw sent.answer === undefined ? error : inDoubt(error);
        });
      }),
  };
}

/** What came of the last PUT that took, or may have. */
interface Sent {
  answer: 'took' | Fault | undefined;
}

/** @throws Fault where the machine's entry is not understood in full */
function standingOf({ document }: ReadPolicy, edit: JitEdit): 'wanted' | 'before' | 'other' {
  const now = settingsIn(document, edit.machineId);
  if (sameSettings(now, distinctSettings(edit.wanted))) return 'wanted';
  return sameSettings(now, distinctSettings(edit.before)) ? 'before' : 'other';
}

const changedSince = (): Fault =>
  new Fault(
    'in-doubt',
    'Azure was sent the change, and then the JIT policy said something else of this machine.',
  );

function givenUp({ answer }: Sent): Fault {
  if (answer instanceof Fault) return answer;
  if (answer === 'took')
    return new Fault('in-doubt', 'Azure took the change of the JIT policy, and then did not show it.');
  return new Fault('unavailable', 'Others keep changing this JIT policy. Nothing was written.');
}

/** A PUT went out before: whatever broke since, nobody may say that nothing was written. */
function inDoubt(error: unknown): unknown {
  if (!(error instanceof Fault) || error.code === 'in-doubt') return error;
  const { retryAfterSeconds } = error;
  return new Fault(
    'in-doubt',
    'Azure was sent the change of the JIT policy, and then could not be asked for it.',
    {
      cause: error,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  );
}
