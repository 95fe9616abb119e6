// What the token service gave for a person: a token for Azure, if it is truly theirs.
import { z } from 'zod';
import type { PersonToken } from '../access/sign-in-port.ts';

const answerShape = z.object({ token: z.string().min(1) });
/** Of a token of Entra's for Azure: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
const claimsShape = z.object({ oid: z.string(), tid: z.string() });

/** Whose a token must be. Both in lower case; `tenantId` left out: of any tenant (local mode). */
export interface Owner {
  readonly id: string;
  readonly tenantId: string | undefined;
}

/**
 * Reads an answer of the token service's. The signature is Azure's to check, whom the token is for; here it only matters
 * that nobody's access is opened in somebody else's name.
 * @returns `undefined`: there is no token. `foreign`: there is one, and it is not known to be theirs
 */
export function personToken(answer: unknown, owner: Owner): PersonToken | 'foreign' | undefined {
  const parsed = answerShape.safeParse(answer);
  if (!parsed.success) return undefined;
  const { token } = parsed.data;
  const claims = claimsShape.safeParse(payloadOf(token)).data;
  const isTheirs =
    claims?.oid.toLowerCase() === owner.id &&
    (owner.tenantId === undefined || claims.tid.toLowerCase() === owner.tenantId);
  return isTheirs ? { reveal: () => token } : 'foreign';
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
