import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import type { SetupRefusal } from '../../src/domain/setup/setup-refusal.ts';
export const setupRefusedAnswer = (refusal: SetupRefusal): string => refusal.code;
export const setupNotYoursAnswer = (change: SetupChange): string => change.id;
