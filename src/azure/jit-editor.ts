// Changes one machine's entry in a JIT policy, and nothing else in it.
import { Fault } from '../access/fault.ts';
import type { JitEditor } from '../access/setup-ports.ts';
import type { Arm } from './arm.ts';

/** The port on the real service. */
export function createJitEditor(_arm: Arm): JitEditor {
  return {
    async write() {
      throw new Fault('unavailable', 'Not there yet.');
    },
  };
}
