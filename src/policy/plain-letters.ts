// Characters that nobody sees: kept out of names and patterns, where they would make a rule match nothing, and out of messages.

// Control, format and unassigned characters, all blanks but the plain one, and what fonts draw as nothing.
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/u;
const longestMessage = 500;

/** What is wrong with the characters of a name or a pattern, as the rest of a sentence; `undefined`: nothing. */
export function unseenIn(text: string): string | undefined {
  const [character] = unseen.exec(text) ?? [];
  if (character !== undefined)
    return `holds the character ${codeOf(character)}, which cannot be seen (copied from a card?); type it anew`;
  return text === text.trim() ? undefined : 'begins or ends with a blank; take it away';
}

/** One line without control characters, whatever keys and values of the file it holds. */
export function plainLine(text: string): string {
  const line = text
    .slice(0, longestMessage * 4)
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '');
  const characters = Array.from(line);
  return characters.length <= longestMessage ? line : `${characters.slice(0, longestMessage - 1).join('')}…`;
}

/** `U+200D` */
const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
