// The answer to `who has access`.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Listed, May } from '../../cards/grant-block.ts';
import { whoCard, whoNobodyAnswer } from '../../cards/who-answers.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { evil, isHarmful, markdownOf, ofType, textsOf } from './card-reading.ts';
import {
  agreedTwice,
  broken,
  choice,
  closing,
  doneBy,
  grace,
  minutes,
  open,
  opening,
  terms,
} from './samples.ts';
import { validCard } from './valid-card.ts';

const newYork = { timeZone: 'America/New_York', locale: 'en-US' };
const listed = (
  request: AccessRequest,
  kind: Exclude<May['kind'], 'own'> = 'look',
  key: string = request.state,
): Listed => ({
  request,
  key,
  may: { kind },
});
const web01 = { ...choice('web-01'), id: open.terms.machine.id };
const card = (grants: readonly Listed[], machines = [web01], complete = true) =>
  whoCard(grants, machines, complete, newYork, minutes(5));
const buttons = (drawn: { readonly card: unknown }) =>
  ofType(drawn.card, 'Action.Execute').map(({ title, verb, data }) => [title, verb, data]);

describe('whoCard', () => {
  it('says who, from where, until when and why, and what it does not know', () => {
    deepEqual(textsOf(card([listed({ ...open, grounds: agreedTwice })]).card), [
      'Who has access to web-01',
      'web-01',
      'Ready',
      'Production / rg-web',
      'Ada Lovelace (id 3f2a91c0…)',
      'port 3389 (RDP) from 198.51.100.7, ends at 9:03 am (America/New_York)',
      'Approved by: Grace Admin at 8:07 am (America/New_York), for 30 min at most; Linus Lead at 8:09 am (America/New_York)',
      'This is what was asked for through me; “status” tells what else is open. Who is connected I cannot see.',
    ]);
  });

  it('tells of a broken glass', () => {
    ok(
      textsOf(card([listed({ ...open, grounds: broken })]).card).includes(
        'Approved by: nobody: break glass, rule production databases',
      ),
    );
  });

  it('speaks of the requester as of somebody else', () => {
    const texts = textsOf(card([listed(doneBy(open.requester, { why: 'not-set' }))]).card);
    ok(
      texts.includes(
        'The requester said they are done. I am not set up to delete rules, so Azure was left to close it at 9:03 am (America/New_York).',
      ),
      texts.join('\n'),
    );
  });

  it('begins with what is overdue, marks it, and counts it in the title', () => {
    const overdue = listed(closing({ kind: 'shut' }), 'look', 'closing/overdue/shut');
    const { card: drawn } = card([listed(open), listed(opening()), overdue]);
    deepEqual(
      ofType(drawn, 'Container').map(({ style }) => style),
      ['attention', 'default', 'default'],
    );
    deepEqual(textsOf(drawn).slice(0, 3), ['Who has access to web-01 (1 overdue)', 'web-01', 'Overdue']);
  });

  for (const [what, grant, expected] of [
    ['offers to end what is open', listed(open, 'end'), [['End now', 'end', { request: open.id }]]],
    ['offers nothing to who may only look', listed(open), []],
    ['offers nothing while it is being ended', listed(doneBy(grace), 'end'), []],
    ['offers nothing for what closes', listed(closing(), 'end'), []],
  ] as const)
    it(what, () => {
      const drawn = card([grant]);
      validCard(drawn, open.id);
      deepEqual(buttons(drawn), expected);
    });

  it('tells machines of one name apart, also one that nobody has', () => {
    const other = choice('web-01', 'rg_old');
    const texts = textsOf(card([listed(open)], [web01, other]).card);
    equal(texts[0], 'Who has access to web-01, of which there are 2');
    equal(texts.at(-2), 'Nobody has access to web-01 (Production / rg_old) through me.');
  });

  it('says when it has not looked at all of them', () => {
    const texts = textsOf(card([listed(open)], undefined, false).card);
    ok(texts.includes('Only the newest 1 were looked at.'));
    equal(textsOf(whoCard([listed(open)], undefined, true, newYork, minutes(5)).card)[0], 'Who has access');
  });

  it('fits into a message with 200 grants, and counts all', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      listed({ ...open, id: `req-${index}`, grounds: agreedTwice }, 'end'),
    );
    const drawn = card(many);
    validCard(
      drawn,
      many.map(({ request }) => request.id),
      28_000,
    );
    const blocks = ofType(drawn.card, 'Container').length;
    ok(
      textsOf(drawn.card)
        .join('\n')
        .includes(`\n- and ${200 - blocks - 15} more\n`),
    );
  });

  it('shows hostile names as text', () => {
    const machine = { ...terms.machine, name: evil, resourceGroup: evil };
    const person = { id: evil, name: evil };
    const grant = {
      ...open,
      requester: person,
      terms: { ...terms, machine },
      grounds: { ...broken, rule: evil },
    };
    const drawn = card(
      Array.from({ length: 12 }, () => listed(grant)),
      [{ ...web01, name: evil, resourceGroup: evil }],
    );
    const texts = markdownOf(drawn).flatMap((text) => text.split('\n'));
    deepEqual(
      texts.map((text) => text.replaceAll('**', '').replaceAll('`status`', 'status')).filter(isHarmful),
      [],
    );
  });
});

describe('whoNobodyAnswer', () => {
  it('says it of each machine of the name', () =>
    equal(
      whoNobodyAnswer([choice('web-01'), choice('web-01', 'rg_old')]),
      'Nobody has access to web-01 (Production / rg-web) through me. Nobody has access to web-01 (Production / rg_old) through me. `status` tells what else is open.',
    ));
  it('says it of all', () =>
    equal(
      whoNobodyAnswer(),
      'Nobody has access to any machine through me. `status` tells what else is open.',
    ));
});
