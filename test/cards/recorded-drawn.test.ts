// Where recorded texts are drawn: each place says them in the reader's language.
import assert from 'node:assert/strict';
import { portsCard } from '../../cards/drift/drift-cards.ts';
import { findingSentence } from '../../cards/drift/finding-words.ts';
import { verdictText } from '../../cards/exposure-words.ts';
import { historyAnswer } from '../../cards/history-answer.ts';
import { speaking } from '../../cards/language.ts';
import { keptSentence } from '../../cards/life-words.ts';
import { refusalSentence } from '../../cards/refusal-words.ts';
import { requestCard } from '../../cards/request-card.ts';
import { leftOutSentence } from '../../cards/setup/left-out-words.ts';
import { outcomeText } from '../../cards/setup/outcome-words.ts';
import { azureUnreadAnswer, settingsUnreadAnswer } from '../../cards/setup/setup-answers.ts';
import { stepText } from '../../cards/setup/step-words.ts';
import { lostSentence, notOpenSentence, notShutSentence, whyNotOpen } from '../../cards/sight-words.ts';
import { statusUnreadAnswer } from '../../cards/status-answers.ts';
import type { Opening } from '../../src/domain/access-request.ts';
import { anOpenFinding } from '../support/findings.ts';
import { choice, failed, minutes, opening } from './samples.ts';

const recorded = 'Azure did not answer in time.';
const again = /Azure hat nicht rechtzeitig geantwortet/;
const unknown = { kind: 'unknown', because: recorded } as const;
const reader = { timeZone: 'Europe/Berlin', locale: 'de-DE' };

const late: Opening = {
  ...opening(),
  attempts: [{ sentAt: minutes(1), endsAt: minutes(61), outcome: 'unknown', fault: recorded }],
  told: { 'on-call/late': { at: minutes(4), why: recorded } },
};
const cardOf = (...args: Parameters<typeof requestCard>): string => JSON.stringify(requestCard(...args).card);

const places: Readonly<Record<string, () => string>> = {
  'the card of a request that failed': () => cardOf(failed('azure-refused', recorded), { key: 'failed' }),
  'the card of a request that opens, where Azure was asked': () => whyNotOpen(late),
  'the card of a request that opens, where on-call was to be told': () =>
    cardOf({ ...late, attempts: opening().attempts }, { key: 'opening/late' }),
  'a port that does not open': () => notOpenSentence(unknown),
  'a port that may have been lost': () => lostSentence(unknown),
  'a port that is not seen shut': () => notShutSentence(unknown),
  'a rule that could not be deleted': () =>
    keptSentence({ why: 'fault', message: recorded }, minutes(61), reader),
  'the history': () =>
    historyAnswer(
      [{ at: minutes(0), actor: 'bot', kind: 'failed', facts: { failure: { message: recorded } } }],
      reader,
      minutes(1),
      'web-01',
    ),
  'a status that could not be read': () => statusUnreadAnswer('web-01', recorded, true),
  'settings that could not be read': () => settingsUnreadAnswer(choice('web-01'), recorded),
  'Azure that could not be read': () => azureUnreadAnswer(recorded),
  'a machine that was left out': () =>
    leftOutSentence({ machine: choice('web-01'), why: { code: 'unread', why: recorded } }),
  'a change that was not proven': () => outcomeText('enable', { kind: 'unproven', why: recorded }),
  'a change in doubt': () => outcomeText('enable', { kind: 'in-doubt', why: recorded }),
  'a change that failed': () => outcomeText('enable', { kind: 'failed', why: recorded }),
  'a step that is tried again': () =>
    stepText('enable', { stage: 'writing', tries: 2, notBefore: minutes(2), because: recorded }),
  'a step that failed': () =>
    stepText('enable', { stage: 'done', at: minutes(2), outcome: { kind: 'failed', why: recorded } }),
  'a subscription that could not be read': () =>
    JSON.stringify(
      portsCard(
        {
          findings: [],
          freshness: [{ subscription: { name: 'Production' }, problem: recorded, now: false }],
          csv: 'no-url',
        },
        reader,
        minutes(1),
      ).card,
    ),
};

/** Doubts about rules and names of ranges, which are no sentences. */
const phrases: Readonly<Record<string, readonly [draw: () => string, says: RegExp]>> = {
  'a finding in doubt': [
    () => findingSentence(anOpenFinding({ doubt: 'service tag AzureCloud' })),
    /Diensttag AzureCloud/,
  ],
  'a verdict in doubt': [
    () =>
      verdictText({
        lets: 'unknown',
        privateAddress: '10.0.0.4',
        doubts: [
          {
            level: 'subnet',
            because: 'application security group',
            rule: {
              name: 'allow-app',
              nsg: 'nsg-web',
              priority: 200,
              direction: 'Inbound',
              access: 'Allow',
              protocol: 'TCP',
              sources: [],
              destinations: ['*'],
              sourcePorts: ['*'],
              destinationPorts: ['22'],
              usesApplicationGroups: true,
            },
          },
        ],
      }),
    /allow-app.*Anwendungssicherheitsgruppe/,
  ],
  'a source that comes from nowhere': [
    () =>
      refusalSentence({
        code: 'source-not-public',
        typed: '10.1.2.3',
        range: 'private range 10.0.0.0/8',
      }),
    /\(privat, 10\.0\.0\.0\/8\)/,
  ],
};

describe('a recorded text in German', () => {
  for (const [place, draw] of Object.entries(places))
    it(`is what is read: ${place}`, () => {
      const drawn = speaking('de-DE', draw);
      assert.match(drawn, again);
      assert.doesNotMatch(drawn, /did not answer/);
    });

  for (const [place, [draw, says]] of Object.entries(phrases))
    it(`is what is read: ${place}`, () => {
      assert.match(speaking('de-DE', draw), says);
    });
});
