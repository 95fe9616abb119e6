// All that is fuzzed.
import { activities } from './activities/target.ts';
import { arm } from './arm/target.ts';
import { nsgs } from './nsgs/target.ts';
import { pages } from './pages/target.ts';
import { payloads } from './payloads/target.ts';
import { policies } from './policies/target.ts';
import { sentences } from './sentences/target.ts';
import type { FuzzTarget } from './target.ts';

export const targets: readonly FuzzTarget[] = [sentences, nsgs, policies, arm, pages, payloads, activities];
