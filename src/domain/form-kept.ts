// A form that somebody leaves for a while, to look at the address page: what they typed is kept, and its link works.
import type { Draft } from './access-request.ts';
import { liveLink } from './address-link.ts';
import type { FormValues } from './form.ts';
import type { Move } from './move.ts';
import type { Instant } from './time.ts';

/**
 * Nothing is judged, and the round stays: a card drawn again for everybody would take the place of the answer that only
 * the requester sees. `undefined`: there is nothing to write down.
 * @param values the fields as sent; `undefined`: none were
 */
export function formKept(
  draft: Draft,
  values: FormValues | undefined,
  now: Instant,
): Move<Draft> | undefined {
  const { asking } = draft;
  const link = liveLink(draft.link, now);
  const typed =
    asking.kind === 'form' && values !== undefined && !same(asking.values, values) ? values : undefined;
  if (typed === undefined && link === draft.link) return undefined;
  const kept = asking.kind === 'form' && typed !== undefined ? { ...asking, values: typed } : asking;
  const facts = { link: link.number, ...(typed && { values: typed }) };
  return {
    request: { ...draft, asking: kept, link },
    entries: [{ at: now, actor: draft.requester.id, kind: 'form-kept', facts }],
  };
}

const same = (a: FormValues, b: FormValues): boolean =>
  a.port === b.port && a.source === b.source && a.time === b.time && a.reason === b.reason;
