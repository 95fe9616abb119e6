import type { SetupEnded } from '../../src/domain/setup/setup-change.ts';
export const setupEndedText = (change: SetupEnded): string => `Ended ${change.id}`;
