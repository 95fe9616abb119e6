// All that is fuzzed.
import { nsgs } from './nsgs/target.ts';
import { sentences } from './sentences/target.ts';
import type { FuzzTarget } from './target.ts';

export const targets: readonly FuzzTarget[] = [sentences, nsgs];
