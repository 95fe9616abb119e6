// What Teams makes of a typed `@Name`: a mention, with an entity that says who is meant.

/** Somebody who can be mentioned: the bot, or a member of the conversation. `id` is Teams' own. */
export interface Mentionable {
  readonly id: string;
  readonly name: string;
}

export interface TrueMention {
  /** As it stands in the text. */
  readonly text: string;
  readonly mentioned: Mentionable;
}

const escapeForPattern = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Turns each `@Name` of `whom`, in any letter case, into `<at>Name</at>`; one mention for each, in order. */
export const withMentions = (
  text: string,
  whom: readonly Mentionable[],
): { readonly text: string; readonly mentions: readonly TrueMention[] } => {
  // Of "Ada" and "Ada Engineer" the longer name is meant.
  const names = whom.map(({ name }) => name).toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(`@(${names.map(escapeForPattern).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  const mentions: TrueMention[] = [];
  const said = text.replace(pattern, (typed, name: string) => {
    const mentioned = whom.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (mentioned === undefined) return typed;
    const mention = `<at>${mentioned.name}</at>`;
    mentions.push({ text: mention, mentioned: { id: mentioned.id, name: mentioned.name } });
    return mention;
  });
  return { text: said, mentions };
};
