// Ids as Microsoft writes them: GUIDs.

/** With hyphens and without braces, in any letter case. */
export const isGuid = (text: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
