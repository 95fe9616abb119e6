// Reads a whole subscription in a few lists: machines, what stands in front of them, JIT policies and their openings.
import { Fault } from '../access/fault.ts';
import type { EstateReader } from '../access/setup-ports.ts';
import type { Arm } from './arm.ts';

/** The port on the real service. */
export function createEstateReader(_arm: Arm): EstateReader {
  return {
    async read() {
      throw new Fault('unavailable', 'Not there yet.');
    },
  };
}
