// What the address page does to a form: what a link to it is worth, which addresses can be used, and the moves.
import type { AccessRequest, Draft } from './access-request.ts';
import { nextLink } from './address-link.ts';
import type { Asking } from './form.ts';
import type { ConfirmedAddress } from './learned-address.ts';
import type { Move } from './move.ts';
import type { Refusal } from './refusal.ts';
import { checkSource, type SourceCheck } from './source-prefix.ts';
import { type Instant, isoOf } from './time.ts';

/** What a signed link says. */
export interface AddressLink {
  readonly requestId: string;
  /** Entra object id of whom it was made for. */
  readonly personId: string;
  readonly number: number;
  readonly expiresAt: Instant;
}

type Form = Extract<Asking, { kind: 'form' }>;

/** A draft that asks with the form. */
export type FormDraft = Draft & { readonly asking: Form };

export type LinkWorth =
  | { readonly kind: 'asks'; readonly draft: FormDraft }
  /** It was used, or a newer one took its place. */
  | { readonly kind: 'used'; readonly draft: FormDraft }
  | { readonly kind: 'expired'; readonly draft: FormDraft }
  /** No form waits for an address: it was sent, cancelled, or has lapsed. */
  | { readonly kind: 'over' }
  /** It was made for somebody else than the requester. */
  | { readonly kind: 'not-yours' };

/** What a link is worth now. @param request the one the link names */
export function linkWorth(request: AccessRequest, link: AddressLink, now: Instant): LinkWorth {
  if (link.personId !== request.requester.id) return { kind: 'not-yours' };
  if (request.state !== 'draft' || request.asking.kind !== 'form') return { kind: 'over' };
  const draft = { ...request, asking: request.asking };
  if (link.number !== draft.link.number) return { kind: 'used', draft };
  return now < link.expiresAt ? { kind: 'asks', draft } : { kind: 'expired', draft };
}

/**
 * Whether the form could be sent with this address. Of the port that is chosen in it; where none is, of any it offers.
 * @param publicMachine the machine is reached from the internet; of an unknown one say `false`: the form is judged again
 */
export function checkAddress(
  { offered, values }: Form,
  address: string,
  publicMachine: boolean,
): SourceCheck {
  const chosen = offered.filter(({ port }) => String(port) === values.port);
  const ports = chosen.length > 0 ? chosen : offered;
  return checkSource(address, {
    publicMachine,
    allowedSources: [...new Set(ports.flatMap(({ allowedSources }) => allowedSources))],
  });
}

/** The requester confirmed the address they were seen to come from. @param before the one they confirmed last */
export function addressConfirmed(
  draft: FormDraft,
  address: string,
  before: ConfirmedAddress | undefined,
  now: Instant,
): Move<Draft> {
  const other = before !== undefined && before.address !== address ? { before } : {};
  const { asking } = draft;
  return {
    request: {
      ...draft,
      asking: {
        ...asking,
        values: { ...asking.values, source: address },
        refusals: asking.refusals.filter(({ code }) => !aboutSource.has(code)),
      },
      learned: { address, at: now, how: 'page', ...other },
      link: nextLink(draft.link, now),
      round: draft.round + 1,
    },
    entries: [
      {
        at: now,
        actor: draft.requester.id,
        kind: 'address-confirmed',
        facts: {
          address,
          how: 'address page',
          ...(other.before && { before: { address: other.before.address, at: isoOf(other.before.at) } }),
        },
      },
    ],
  };
}

/** Its link had expired, and the requester wants another: it is on the card, and nowhere else. */
export function linkRenewed(draft: FormDraft, now: Instant): Move<Draft> {
  const link = nextLink(draft.link, now);
  return {
    request: { ...draft, link, round: draft.round + 1 },
    entries: [
      { at: now, actor: draft.requester.id, kind: 'address-link-renewed', facts: { link: link.number } },
    ],
  };
}

/** Refusals that say something of the source that was typed: no longer true once it is another. */
const aboutSource: ReadonlySet<Refusal['code']> = new Set<Refusal['code']>([
  'source-missing',
  'source-not-ipv4',
  'source-several',
  'source-ipv6',
  'source-any',
  'source-not-a-network',
  'source-not-public',
  'source-outside-policy',
  'source-outside-rule',
  'no-rule',
  'several-rules',
]);
