// The example directory: who is there, in which groups, and who owns them.
import { GROUP_IDS, PERSON_IDS } from '../directory-ids.ts';
import type { Group } from './world.ts';

const { ada, grace, linus, omar } = PERSON_IDS;

/** Object ids of everybody the directory knows. */
export const examplePeople: readonly string[] = [ada, grace, linus, omar];

/** `all-engineers` has the others inside it, so that only a transitive look-up finds people in it. */
export const exampleGroups: readonly Group[] = [
  group('platform-engineers', [ada, omar], [omar]),
  group('sre-leads', [grace, linus], [grace]),
  group('all-engineers', [GROUP_IDS['platform-engineers'], GROUP_IDS['sre-leads']], []),
  group('cloud-operations', [ada, grace, linus, omar], [grace]),
];

function group(name: keyof typeof GROUP_IDS, members: string[], owners: string[]): Group {
  return { id: GROUP_IDS[name], name, members, owners };
}
