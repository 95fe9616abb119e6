// The daily summary in words: what it names, how long it gets, and that what people typed stays text.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { summaryText } from '../../cards/summary-words.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { DailySummary } from '../../src/domain/daily-summary.ts';
import { evil, isHarmful } from './card-reading.ts';
import {
  askedAt,
  broken,
  closed,
  closing,
  failed,
  grace,
  minutes,
  open,
  opening,
  samples,
  terms,
} from './samples.ts';

const none = { opened: 0, extended: 0, closed: 0, stillOpen: 0, unopened: 0 };
const quiet: DailySummary = {
  from: askedAt - 86_400_000,
  until: askedAt,
  timeZone: 'Europe/Berlin',
  duty: { people: [grace] },
  turns: none,
  overdue: [],
  grants: [],
  unreviewed: [],
  more: false,
};
const said = (changes: Partial<DailySummary>): string =>
  summaryText({ ...quiet, ...changes }).replaceAll('\u200d', '');

const who = 'web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7, Ada Lovelace (id 3f2a91c0…)';
const day = 'From 14:02 on Sun 22 Nov to 14:02 on Mon 23 Nov (Europe/Berlin)';

describe('the daily summary', () => {
  it('is one line where there is nothing to tell', () =>
    equal(
      said({}),
      `**On-call summary:** nothing is open. ${day} nothing was opened or closed. On call: Grace Admin.`,
    ));

  it('tells what came and went where nothing is open', () =>
    equal(
      said({ turns: { opened: 3, extended: 1, closed: 2, stillOpen: 1, unopened: 1 } }),
      `**On-call summary.** On call: Grace Admin.\n\n${day}: 3 opened, 1 extended, 2 closed, 1 ended with the port still open otherwise, 1 asked for and never seen open. Nothing is open.`,
    ));

  it('leaves out what did not happen', () =>
    ok(said({ turns: { ...none, closed: 2 } }).includes(`${day}: 2 closed. Nothing is open.`)));

  it('tells until when somebody is on call', () =>
    ok(
      said({ duty: { people: [grace], until: minutes(60 * 24) } }).endsWith(
        'On call: Grace Admin, until 14:02 on Tue 24 Nov (Europe/Berlin).',
      ),
    ));

  it('names what is overdue first, then glass, then what is open', () =>
    equal(
      said({
        overdue: [closing()],
        unreviewed: [{ ...closed, grounds: broken }],
        grants: [open, opening()],
      }),
      [
        '**On-call summary.** On call: Grace Admin.',
        `${day}: nothing was opened or closed.`,
        '🔴 **Overdue (1):**',
        `- ${who}, ended at 15:03 on Mon 23 Nov (Europe/Berlin), not seen shut yet`,
        '🔴 **Broken glass, not acknowledged (1):**',
        `- ${who}, ended at 15:03 on Mon 23 Nov (Europe/Berlin)`,
        '**Open (2):**',
        `- ${who}, until 15:03 on Mon 23 Nov (Europe/Berlin)\n- ${who}, being opened, until 15:03 on Mon 23 Nov (Europe/Berlin)`,
      ].join('\n\n'),
    ));

  it('does not say that nothing is open while something overdue is', () =>
    ok(!said({ overdue: [closing()] }).includes('othing is open')));

  it('names twenty requests, and counts the rest', () => {
    const text = said({
      overdue: Array<AccessRequest>(15).fill(closing()),
      grants: Array<AccessRequest>(30).fill(open),
    });
    const lines = text.split('\n').filter((line) => line.startsWith('- '));
    equal(lines.length, 21);
    equal(lines.at(-1), '- and 25 more');
    ok(text.includes('**Open (30):**'));
    ok(text.length < 8000, `${text.length} characters`);
  });

  it('counts where there is no room to name anything', () => {
    const text = said({ overdue: Array<AccessRequest>(40).fill(closing()), unreviewed: [open], more: true });
    ok(text.includes('🔴 **Overdue (40 or more):**'));
    ok(text.includes('- and 20 more'));
    ok(text.endsWith('🔴 **Broken glass, not acknowledged (1 or more):**\n\n- and 1 more'));
  });

  it('has words for every state that may be in it', () => {
    for (const { request } of samples) ok(said({ unreviewed: [request] }).length > 100);
    ok(said({ unreviewed: [failed('azure-refused', 'No.')] }).endsWith(', failed'));
  });

  it('reads times in UTC where its zone is none', () =>
    ok(said({ timeZone: 'Mars/Base' }).includes('(UTC)')));

  it('shows hostile text as text', () => {
    const person = { id: evil, name: evil };
    const machine = { ...terms.machine, name: evil, resourceGroup: evil };
    const hostile = { ...open, requester: person, terms: { ...terms, machine, source: evil } };
    const text = summaryText({ ...quiet, duty: { people: [person] }, grants: [hostile] });
    deepEqual(text.split('\n').filter(isHarmful), []);
    ok(text.includes('evil'));
  });
});
