// What `npm run roles` can do.

/** Several lines. */
export const rolesUsage = `Usage:
  npm run roles -- check   asks Azure what the bot may do, and names what is missing for what it is set up to do
  npm run roles -- list    says which right is needed for what
  npm run roles -- write   writes infra/roles anew from src/azure/actions.ts
  npm run roles -- help    prints this

check reads the same environment as the bot, signs in as it does, and changes nothing.
It ends with 0 when all is there, 1 when a right is missing, 2 when that could not be found out.`;
