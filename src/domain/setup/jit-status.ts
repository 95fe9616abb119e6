// What is told of a subscription when somebody asks how far JIT is set up.
import type { Machine } from '../machine.ts';
import type { DefenderPlan } from './defender-plan.ts';
import type { JitCoverage } from './jit-coverage.ts';

/** It could not be read. `unread`: why, a sentence. */
export interface Unread {
  readonly unread: string;
}

/** One of the two may be unread: that hides nothing of the other. */
export interface JitStatus {
  readonly subscription: Machine['subscription'];
  readonly plan: DefenderPlan | Unread;
  readonly coverage: JitCoverage | Unread;
}
