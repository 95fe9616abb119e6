// Every page of the bot's own, with all that can stand on it.
import { speaking } from '../../cards/language.ts';
import type { FormDraft } from '../../src/domain/address-moves.ts';
import * as address from '../../src/web/address-pages.ts';
import * as files from '../../src/web/file-pages.ts';
import * as general from '../../src/web/general-pages.ts';
import { type Page, pageAnswer } from '../../src/web/page.ts';
import type { WebAnswer } from '../../src/web/web-answer.ts';
import { withLongTexts } from '../cards/long-texts.ts';
import { aDraft, noon } from '../support/requests.ts';

function formDraft(): FormDraft {
  const draft = aDraft();
  if (draft.asking.kind !== 'form') throw new Error('a sample asks with the form');
  return { ...draft, asking: draft.asking };
}

const draft = formDraft();
const seen = '203.0.113.7';
const before = { address: '198.51.100.1', at: noon - 86_400_000 };

/** Each of the functions that make one. */
type Made<Makers> = Readonly<Record<keyof Makers, () => readonly Page[]>>;

const made: Made<typeof address> & Made<typeof files> & Made<typeof general> = {
  askPage: () => [
    address.askPage(draft, seen, 'public'),
    address.askPage(withLongTexts(draft), seen, 'private', before.address),
  ],
  donePage: () => [address.donePage(seen, before, noon)],
  expiredPage: () => [address.expiredPage()],
  renewedPage: () => [address.renewedPage()],
  usedPage: () => [
    address.usedPage({ ...draft, learned: { how: 'page', address: seen, at: noon } }, true, noon + 60_000),
  ],
  overPage: () => [address.overPage()],
  notYoursPage: () => [address.notYoursPage()],
  ipv6Page: () => [address.ipv6Page(draft, '2001:db8::7')],
  unknownPage: () => [address.unknownPage(draft, 'hidden')],
  unusablePage: () => [
    address.unusablePage(draft, '127.0.0.1', {
      code: 'source-not-public',
      typed: '127.0.0.1',
      range: '127.0.0.0/8',
    }),
    address.unusablePage(draft, seen, {
      code: 'source-outside-policy',
      typed: seen,
      allowed: ['10.0.0.0/8'],
    }),
  ],
  findingsExpiredPage: () => [files.findingsExpiredPage()],
  notAdminPage: () => [files.notAdminPage()],
  unknownAdminPage: () => [files.unknownAdminPage()],
  closedPage: () => [files.closedPage()],
  noSuchPage: () => [general.noSuchPage()],
  booksAwayPage: () => [general.booksAwayPage()],
  brokenPage: () => [general.brokenPage()],
  wrongMethodPage: () => [general.wrongMethodPage()],
  tooManyPage: () => [general.tooManyPage(30)],
  otherSitePage: () => [general.otherSitePage()],
  oddFormPage: () => [general.oddFormPage(400)],
};

export interface WebPage {
  readonly name: string;
  readonly heading: string;
  readonly answer: WebAnswer;
}

/** All of them, as a browser is answered that asks for this language. */
export const webPagesIn = (locale: string): readonly WebPage[] =>
  speaking(locale, () =>
    Object.entries(made).flatMap(([name, make]) =>
      make().map((page, at) => ({
        name: `${name}-${at + 1}`,
        heading: page.heading,
        answer: pageAnswer(page),
      })),
    ),
  );
