// The use cases of the address page: look at what a link is for, confirm the address seen, put a new link on the card.
import {
  type AddressLink,
  addressConfirmed,
  checkAddress,
  type FormDraft,
  type LinkWorth,
  linkRenewed,
  linkWorth,
} from '../domain/address-moves.ts';
import type { ConfirmedAddress } from '../domain/learned-address.ts';
import type { Move } from '../domain/move.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import type { Inventory } from './azure-ports.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { notAwaited, safetySeconds } from './saving.ts';
import type { Settle } from './settle.ts';

/** How a machine is reached; `unknown`: the inventory does not know it now. */
export type Reach = 'public' | 'private' | 'unknown';

/** Why a link does nothing now. */
export type Useless = Exclude<LinkWorth, { kind: 'asks' }> | { readonly kind: 'no-such-request' };

export type Looked = Useless | { readonly kind: 'asks'; readonly draft: FormDraft; readonly reach: Reach };

export type ConfirmAnswer =
  | Useless
  | { readonly kind: 'confirmed'; readonly draft: FormDraft; readonly before?: ConfirmedAddress }
  /** The form could not be sent with it. Nothing changed. */
  | { readonly kind: 'unusable'; readonly draft: FormDraft; readonly refusal: Refusal };

export type RenewAnswer = Looked | { readonly kind: 'renewed' };

/** Nobody signs in on the page: who has the link acts for its requester, and can do no more than these three. */
export interface Addresses {
  /** Changes nothing: link previews and scanners look, too. @throws Fault */
  look(link: AddressLink): Promise<Looked>;
  /** Whether the form could be sent with this address. Changes nothing. */
  check(draft: FormDraft, address: string): Refusal | undefined;
  /** @param address the IPv4 address that the requester was seen to come from @throws Fault */
  confirm(link: AddressLink, address: string): Promise<ConfirmAnswer>;
  /** Puts a new link on the card in place of one that has expired. @throws Fault */
  renew(link: AddressLink): Promise<RenewAnswer>;
}

interface Parts {
  readonly ledger: Pick<Ledger, 'load' | 'save' | 'confirmedAddress' | 'confirmAddress'>;
  readonly settle: Pick<Settle, 'settle'>;
  readonly inventory: Pick<Inventory, 'byId'>;
  readonly now: () => Instant;
  readonly log: Log;
}

export function createAddresses({ ledger, settle, inventory, now, log }: Parts): Addresses {
  const worth = async (link: AddressLink): Promise<LinkWorth | { readonly kind: 'no-such-request' }> => {
    const request = await ledger.load(link.requestId);
    return request === undefined ? { kind: 'no-such-request' } : linkWorth(request, link, now());
  };

  const look: Addresses['look'] = async (link) => {
    const found = await worth(link);
    return found.kind === 'asks' ? { ...found, reach: reachOf(found.draft) } : found;
  };

  const check: Addresses['check'] = (draft, address) => {
    const checked = checkAddress(draft.asking, address, reachOf(draft) === 'public');
    return checked.ok ? undefined : checked.refusal;
  };

  const confirm: Addresses['confirm'] = async (link, address) => {
    for (;;) {
      const found = await worth(link);
      if (found.kind !== 'asks') return found;
      const { draft } = found;
      const refusal = check(draft, address);
      if (refusal !== undefined) return { kind: 'unusable', draft, refusal };
      const before = await ledger.confirmedAddress(draft.requester.id);
      const at = now();
      const move = addressConfirmed(draft, address, before, at);
      if (!(await saved(move))) continue;
      await remember(draft, { address, at });
      const other = move.request.learned?.before;
      return { kind: 'confirmed', draft, ...(other && { before: other }) };
    }
  };

  const renew: Addresses['renew'] = async (link) => {
    for (;;) {
      const found = await worth(link);
      if (found.kind === 'asks') return { ...found, reach: reachOf(found.draft) };
      if (found.kind !== 'expired') return found;
      if (await saved(linkRenewed(found.draft, now()))) return { kind: 'renewed' };
    }
  };

  /** False: somebody was faster. The card in Teams is redrawn behind the answer. */
  async function saved({ request, entries }: Move): Promise<boolean> {
    const result = await ledger.save(request, entries, now() + safetySeconds * 1000);
    if (result === 'conflict') return false;
    notAwaited(settle.settle(request.id), request.id, log);
    return true;
  }

  /** For the next form. This one has it already, so a ledger that is away now is no reason to say no. */
  async function remember(draft: FormDraft, confirmed: ConfirmedAddress): Promise<void> {
    const { address, at } = confirmed;
    const facts = { address, request: draft.id };
    const entry = { at, actor: draft.requester.id, kind: 'address-remembered', facts };
    await ledger.confirmAddress(draft.requester.id, confirmed, entry).catch((error: unknown) => {
      log.error({ request: draft.id, err: error }, 'a confirmed address was not remembered for later');
    });
  }

  function reachOf({ asking }: FormDraft): Reach {
    const machine = inventory.byId(asking.machine.id);
    if (machine === undefined) return 'unknown';
    return machine.publicAddress === undefined ? 'private' : 'public';
  }

  return { look, check, confirm, renew };
}
