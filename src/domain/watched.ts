// What a watch over many grants keeps of each: enough to see that something differs from what is recorded of it.
import type { AccessRequest, Open } from './access-request.ts';
import type { AddressFilters } from './nsg/rule.ts';
import { type AskedPort, type Sight, sightOfClosing, sightOfOpening } from './sight.ts';
import type { Terms } from './terms.ts';
import type { Instant } from './time.ts';

/** A request whose port is looked at. */
export interface Watched {
  readonly id: string;
  readonly version: number;
  readonly state: 'opening' | 'open' | 'closing';
  readonly machine: Pick<Terms['machine'], 'azureId' | 'addresses' | 'subscription'>;
  readonly port: AskedPort;
  /** What was seen last, as it is recorded; `undefined`: nothing yet. */
  readonly recorded: Sight | undefined;
  /** Since when its port is expected to open, to be open, or to be shut. What was read before that says nothing of it. */
  readonly since: Instant;
  /** It looks by itself for now: after trouble, while its rule is deleted, while a loss is not sure, before Azure accepted. */
  readonly rests: boolean;
}

/** `undefined`: there is no port to look at. */
export function watchedOf(request: AccessRequest): Watched | undefined {
  if (request.state !== 'opening' && request.state !== 'open' && request.state !== 'closing')
    return undefined;
  const { id, version, state, terms, setbacks } = request;
  const { machine, port, protocol, source } = terms;
  const { azureId, addresses, subscription } = machine;
  const about = {
    id,
    version,
    state,
    machine: { azureId, addresses, subscription },
    port: { port, protocol, source },
  };
  const inTrouble = setbacks.look !== undefined;
  switch (request.state) {
    case 'opening': {
      const accepted = request.attempts.filter(({ outcome }) => outcome === 'accepted');
      const since = Math.max(...request.attempts.map(({ sentAt }) => sentAt));
      return { ...about, recorded: request.sight, since, rests: inTrouble || accepted.length === 0 };
    }
    case 'open':
      return {
        ...about,
        recorded: request.lost?.sight ?? request.sight,
        since: request.openedAt,
        rests: inTrouble || looksItself(request),
      };
    case 'closing':
      return { ...about, recorded: request.sight, since: request.endsAt, rests: inTrouble };
  }
}

const looksItself = ({ done, lost }: Open): boolean =>
  (done !== undefined && done.kept === undefined) || (lost !== undefined && !lost.sure);

/**
 * Whether what the NSGs say is worth a look of the request's own, which proves it and records it. Of a port that is to shut it is
 * not asked why a rule stays: that is another read, and the request's own looks ask for it.
 */
export function isNews(watched: Watched, filters: readonly AddressFilters[], now: Instant): boolean {
  const { state, port, recorded } = watched;
  switch (state) {
    case 'opening': {
      const sight = sightOfOpening(filters, port);
      return recorded === undefined ? sight.kind !== 'no-jit-rule' : !alike(sight, recorded);
    }
    case 'open':
      return recorded === undefined || !alike(sightOfOpening(filters, port), recorded);
    case 'closing':
      return sightOfClosing(filters, port, [], now).kind !== recorded?.kind;
  }
}

/** Key by key: the order of keys is not the same in what comes from a database. */
function alike(one: Sight, other: Sight): boolean {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, part]): [string, unknown] => [key, sorted(part)])
          .sort(([first], [second]) => (first < second ? -1 : 1))
      : value;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}
