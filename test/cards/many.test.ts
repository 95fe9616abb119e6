// Cards of what there is far more of than a card can hold: they show some, say how many more, and stay small.
import { ok } from 'node:assert/strict';
import { draftCard } from '../../cards/draft-card.ts';
import { chooseGrantCard, myAccessCard } from '../../cards/my-access.ts';
import { statusSeveralAnswer } from '../../cards/status-answers.ts';
import { whoCard, whoNobodyAnswer } from '../../cards/who-answers.ts';
import type { Asker } from '../../dialogs/asker.ts';
import { nextQuestion } from '../../dialogs/next-question.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { everything, hearingBy } from '../support/hearings.ts';
import { knownMachines } from '../support/known-machines.ts';
import { textsOf } from './card-reading.ts';
import { choice, closing, draft, minutes, open } from './samples.ts';

const newYork = { timeZone: 'America/New_York', locale: 'en-US' };
const now = minutes(5);
const many = 5000;
const numbers = Array.from({ length: many }, (_, number) => number);
/** A fifth of what Teams takes of a whole message, counted as UTF-16. */
const small = 28 * 1024;

const machines = numbers.map(
  (number): Machine => ({
    ...choice('web-01', `rg-${number}`),
    azureId: `/subscriptions/s/resourceGroups/rg-${number}/web-01`,
    id: `/subscriptions/s/resourcegroups/rg-${number}/web-01`,
    addresses: [],
    jitPorts: [],
  }),
);
const grants = numbers.map((number) => ({
  ...(number % 2 === 0 ? open : closing()),
  id: `request-${number}`,
}));
const own = grants.map((request) => ({
  request,
  key: request.state,
  may: { kind: 'own', extensions: [900, 3600] } as const,
}));
const others = grants.map((request) => ({ request, key: request.state, may: { kind: 'end' } as const }));
const asker: Asker = { hearing: hearingBy(everything), now };

const question = nextQuestion({ machine: 'web-01' }, knownMachines(machines), asker);
if (question.kind !== 'machine') throw new Error('several machines are a question');

const cards: Readonly<Record<string, { readonly card: unknown; readonly summary: string }>> = {
  'my access': myAccessCard(own, newYork, now),
  'a choice among my grants': chooseGrantCard('extend', own, newYork, now),
  'who has access to all': whoCard(others, undefined, false, newYork, now),
  'who has access to machines of a name': whoCard(
    others,
    machines.slice(0, 20),
    true,
    newYork,
    now,
    many - 20,
  ),
  'a choice among machines': draftCard(draft(question)),
};

describe('a card of thousands', () => {
  for (const [name, drawn] of Object.entries(cards)) {
    it(`is small: ${name}`, () => {
      const size = JSON.stringify(drawn.card).length * 2 + drawn.summary.length * 2;
      ok(size < small, `${size} bytes`);
    });

    it(`says how many more there are: ${name}`, () => {
      const text = textsOf(drawn.card).join('\n');
      ok(/\b(4,?\d{3} more|5,?000)\b/.test(text), text.slice(-300));
    });
  }

  it('says in words how many more there are, where it is no card', () => {
    const answers = [
      statusSeveralAnswer(
        'web-01',
        machines.map((machine) => ({ machine, asked: `${machine.resourceGroup}/web-01` })),
      ),
      whoNobodyAnswer(machines.slice(0, 20), many - 20),
    ];
    for (const answer of answers) {
      ok(answer.length < 4000);
      ok(/4988 more|Another 4980/.test(answer), answer);
    }
  });

  it('leads to each machine of a name by its group', () => {
    const one = nextQuestion({ machine: 'rg-4321/web-01' }, knownMachines(machines), asker);
    ok(one.kind === 'refused' && one.machine?.id === machines[4321]?.id);
  });
});
