// The admins of a policy file, from their texts: people and groups.
import type { AccessPolicy, RequesterParty } from '../domain/policy/access-policy.ts';
import type { PolicyFile } from './file-shape.ts';
import type { Names } from './names.ts';
import type { Path, Report } from './problem.ts';
import { partiesOf } from './when.ts';

const at: Path = ['admins'];

/** Those that could be read; what is wrong with others is reported. */
export function readAdmins(file: PolicyFile, names: Names, report: Report): readonly RequesterParty[] {
  const texts = file.admins ?? [];
  const mixedUp = texts.map((text, index) => reportMixedUp(text, [...at, index], names, report));
  return partiesOf(texts, at, { names, report: unlessAt(mixedUp, report) });
}

type Text = NonNullable<PolicyFile['admins']>[number];

/** A group where a person is meant would be nobody's id, and the other way round. */
function reportMixedUp(text: Text, path: Path, names: Names, report: Report): boolean {
  const [is, other, name] =
    'person' in text
      ? (['person', 'group', text.person] as const)
      : (['group', 'person', text.group] as const);
  const [own, others] =
    is === 'person'
      ? ([names.people, [names.groups, names.byId.groups]] as const)
      : ([names.groups, [names.people, names.byId.people]] as const);
  const mixedUp = !own.has(name) && (others[0].has(name) || others[1].has(name.toLowerCase()));
  if (mixedUp) report([...path, is], `“${name}” is a ${other}; write { ${other}: ${name} }.`);
  return mixedUp;
}

/** A report that leaves out what was said of an entry already. */
const unlessAt =
  (said: readonly boolean[], report: Report): Report =>
  (path, message) =>
    said[Number(path[1])] === true ? undefined : report(path, message);

/** What is allowed among admins and hardly ever meant. */
export function adminWarnings({
  admins = [],
}: AccessPolicy): readonly { readonly path: Path; readonly message: string }[] {
  const seen = new Map<string, RequesterParty>();
  return admins.flatMap((party, index) => {
    const key = `${party.kind} ${party.id}`;
    const twin = seen.get(key);
    if (twin === undefined) {
      seen.set(key, party);
      return [];
    }
    const message = `“${party.name}” stands among the admins twice; keep one of them.`;
    return [{ path: [...at, index], message }];
  });
}
