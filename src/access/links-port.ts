// Links that the bot hands out in cards: to pages of its own, signed. Implemented in src/web.
import type { Draft, Open } from '../domain/access-request.ts';

/** `undefined`: the bot has no URL at which people reach it (PUBLIC_URL), so there are no pages. */
export interface Links {
  /** The page on which the requester of this form confirms the address they come from. */
  address(draft: Draft): string | undefined;
  /** The file that opens Remote Desktop; only for grants of port 3389. */
  rdpFile(open: Open): string | undefined;
}

export const noLinks: Links = { address: () => undefined, rdpFile: () => undefined };
