// The pages of the address link, in words.
import { agoText } from '../../cards/ago.ts';
import { sayAgain, toSay } from '../../cards/escape.ts';
import { plainPen } from '../../cards/pen.ts';
import { refusalWords } from '../../cards/refusal-words.ts';
import type { Reach } from '../access/addresses.ts';
import type { FormDraft } from '../domain/address-moves.ts';
import type { ConfirmedAddress } from '../domain/learned-address.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import type { Unknown } from './client-address.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import { say } from './say.ts';

const text = (typed: string): string => plainPen.text(typed);
const name = ({ requester }: FormDraft): string => text(requester.name) || say`somebody`;

const whose = (draft: FormDraft): Html => html`<dl>
<dt>${say`This link is for`}</dt><dd>${name(draft)}</dd>
<dt>${say`Machine`}</dt><dd>${text(draft.asking.machine.name)}</dd>
</dl>`;

const backToTeams = (): Html => html`<p>${say`You can close this page and go back to Teams.`}</p>`;

/** @param shownBefore the address on the page whose button was pressed, where it was another */
export function askPage(draft: FormDraft, address: string, reach: Reach, shownBefore?: string): Page {
  return {
    status: shownBefore === undefined ? 200 : 409,
    heading: shownBefore === undefined ? say`Use this address?` : say`Your address has changed`,
    body: html`${
      shownBefore === undefined
        ? []
        : html`<p class="news">${say`The page showed ${text(shownBefore)}, and now I see another address. Nothing was changed yet.`}</p>`
    }
${whose(draft)}
<p>${say`I see you come from`}</p>
<p class="address"><strong>${address}</strong></p>
${reach === 'private' ? privateMachine(draft) : []}
<form method="post">
<input type="hidden" name="address" value="${address}">
<button type="submit">${say`Use this address`}</button>
</form>
<p>${say`The button puts the address into the form in Teams. It opens nothing: you still send the form yourself.`}</p>
<p class="quiet">${say`Not ${name(draft)}? Then close this page. With a VPN that carries only a part of your traffic, the machine may see another address than I do: type that one into the form.`}</p>`,
  };
}

const privateMachine = (draft: FormDraft): Html =>
  html`<p class="news">${say`${text(draft.asking.machine.name)} has no public address. It sees the address you have inside its network, which may be another than this one.`}</p>`;

export const donePage = (address: string, before: ConfirmedAddress | undefined, now: Instant): Page => ({
  status: 200,
  heading: say`Your address is in the form`,
  body: html`<p>${say`The form in Teams has ${address} as its source address now. The card shows it in a moment; check the rest, and send it there.`}</p>
${
  before === undefined
    ? []
    : html`<p class="news">${say`It is not the one you confirmed last: ${agoText(before.at, now)} that was ${text(before.address)}.`}</p>`
}
${backToTeams()}`,
});

export const expiredPage = (): Page => ({
  status: 410,
  heading: say`This link has expired`,
  body: html`<p>${say`Links to this page can be used for a quarter of an hour. A new one comes on the card in Teams, and nowhere else.`}</p>
<form method="post">
<input type="hidden" name="renew" value="1">
<button type="submit">${say`Put a new link on the card`}</button>
</form>`,
});

export const renewedPage = (): Page => ({
  status: 200,
  heading: say`A new link is on its way`,
  body: html`<p>${say`The card in Teams has a new link in a moment. Go back to Teams and open it there.`}</p>`,
});

/** @param alive it has not expired, so that whoever has it may still be told what was confirmed */
export function usedPage({ learned }: FormDraft, alive: boolean, now: Instant): Page {
  const confirmed =
    alive && learned?.how === 'page'
      ? html`<p>${say`${text(learned.address)} was confirmed on this page ${agoText(learned.at, now)}.`}</p>`
      : [];
  return {
    status: 410,
    heading: say`This link does not work any more`,
    body: html`<p>${say`It was used, or a newer one took its place. The card in Teams has the one that works.`}</p>
${confirmed}
${backToTeams()}`,
  };
}

export const overPage = (): Page => ({
  status: 410,
  heading: say`The form is gone`,
  body: html`<p>${say`No form waits for an address any more: it was sent or cancelled, or it lapsed. The card in Teams says which. Nothing was changed.`}</p>`,
});

export const notYoursPage = (): Page => ({
  status: 403,
  heading: say`This link is not for this request`,
  body: html`<p>${say`It was made for somebody other than the one who asked. Only the requester confirms where they come from. Nothing was changed.`}</p>`,
});

const typeIt = (): Html =>
  html`<p>${say`You can also type the IPv4 address you connect from into the form in Teams.`}</p>`;

export const ipv6Page = (draft: FormDraft, address: string): Page => ({
  status: 200,
  heading: say`You come from an IPv6 address`,
  body: html`${whose(draft)}
<p>${say`I see you come from`}</p>
<p class="address"><strong>${address}</strong></p>
<p>${say`Azure’s just-in-time access opens ports to IPv4 addresses only, so this one cannot be used. Open this page again from a network or a VPN that uses IPv4.`}</p>
${typeIt()}`,
});

export const unknownPage = (draft: FormDraft, why: Unknown): Page => ({
  status: 200,
  heading: say`I cannot see your address`,
  body: html`${whose(draft)}
<p>${say`${sayAgain(unknownWords[why])} I do not guess, so there is nothing to confirm here. Type the IPv4 address you connect from into the form in Teams.`}</p>
${forAdmins()}`,
});

const unknownWords: Readonly<Record<Unknown, string>> = {
  malformed: toSay('A proxy between us passes on something that is not an address.'),
  hidden: toSay('A proxy between us does not tell me where you come from.'),
  disagreeing: toSay('The proxies between us say two different things about where you come from.'),
  'no-platform-header': toSay('What passes your request on to me does not say where you come from.'),
  'no-peer': toSay('The connection was gone before I could look.'),
};

const forAdmins = (): Html =>
  html`<p class="quiet">${say`For administrators of the bot: “Behind proxies” in its guide to the settings tells what to set.`}</p>`;

/** @param refusal why the form could not be sent with it */
export const unusablePage = (draft: FormDraft, address: string, refusal: Refusal): Page => ({
  status: 200,
  heading: say`This address cannot be used`,
  body: html`${whose(draft)}
<p>${say`I see you come from`}</p>
<p class="address"><strong>${address}</strong></p>
${
  address.startsWith('127.')
    ? html`<p>${say`That is this very machine: the page was opened on the computer the bot runs on, or through a proxy there that the bot was not told to trust. No other machine sees you come from it.`}</p>`
    : html`<p>${refusalWords(refusal, plainPen)}</p>`
}
${typeIt()}
${refusal.code === 'source-not-public' ? forAdmins() : []}`,
});
