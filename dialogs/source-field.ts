// What the form's source field begins with: what was said, or the address that the requester confirmed last.
import type { Asking, OfferedPort } from '../src/domain/form.ts';
import { type LearnedAddress, oldAddress } from '../src/domain/learned-address.ts';
import type { Machine } from '../src/domain/machine.ts';
import type { SourceMeant } from '../src/domain/policy/source-meant.ts';
import { checkSource } from '../src/domain/source-prefix.ts';
import type { Instant } from '../src/domain/time.ts';

/** The field, and the network of the access policy that is in it. */
export interface SourceField {
  readonly source: string;
  readonly network?: NonNullable<Extract<Asking, { kind: 'form' }>['network']>;
}

/**
 * What was said, where a name that can be used became its prefix: what the form shows is what it sends.
 * @param typed as it was said @param meant what that means
 */
export function saidSource(typed: string, meant: SourceMeant): SourceField {
  if (!meant.ok || meant.network === undefined) return { source: typed };
  return { source: meant.source, network: { name: meant.network, prefix: meant.source } };
}

/**
 * Where nothing was said: an address confirmed not long ago, if it can be used for one of these ports. Otherwise nothing.
 */
export function knownSource(
  learned: LearnedAddress | undefined,
  { publicAddress }: Machine,
  ports: readonly OfferedPort[],
  now: Instant,
): SourceField {
  if (learned === undefined || oldAddress(learned, now)) return { source: '' };
  const publicMachine = publicAddress !== undefined;
  const usable = ports.some(
    ({ allowedSources }) => checkSource(learned.address, { publicMachine, allowedSources }).ok,
  );
  return { source: usable ? learned.address : '' };
}
