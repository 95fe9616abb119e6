// Who somebody is: the directory's object id, never a name.

/** A person as the authenticated activity named them. Compare people by `id` only. */
export interface Person {
  /** Microsoft Entra object id (`from.aadObjectId`), lower case. */
  readonly id: string;
  /** Display name as the channel sent it: for showing only, and only escaped. It proves nothing. */
  readonly name: string;
}
