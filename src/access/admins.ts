// Who administers the bot: asked at every command and click of an admin, never remembered.

export interface Admins {
  /** `undefined`: it could not be found out, and unknown is not yes. Never rejects. @param personId Entra object id, lower case */
  isAdmin(personId: string): Promise<boolean | undefined>;
}

/** Those whom the settings name. @param ids Entra object ids, lower case */
export const namedAdmins = (ids: readonly string[]): Admins => ({
  isAdmin: async (personId) => ids.includes(personId),
});
