// What a look showed, in words.
import { equal } from 'node:assert/strict';
import { notOpenSentence, notShutSentence, remainsSentence } from '../../cards/sight-words.ts';
import type { Remains, Sight } from '../../src/domain/sight.ts';
import { minutes, open, rule } from './samples.ts';

const azureRule = 'MicrosoftDefenderForCloud-JITRule-123_ab12 (priority 100 in nsg-web)';
const other = { nsg: 'nsg-web', name: 'allow-all', priority: 80 };

const notOpen: readonly (readonly [sight: Sight | undefined, sentence: string])[] = [
  [undefined, 'Azure was asked, but its rule has not been seen yet.'],
  [{ kind: 'no-jit-rule' }, 'Azure was asked, but its rule has not appeared.'],
  [
    { kind: 'blocked', level: 'subnet', rule: { nsg: 'core', name: 'deny-rdp', priority: 90 } },
    'Blocked on the subnet by the rule deny-rdp (priority 90 in core).',
  ],
  [
    { kind: 'blocked', level: 'interface' },
    'Blocked on the network interface: no rule there lets this source in.',
  ],
  [
    { kind: 'unknown', because: 'a right is missing' },
    'It cannot be told whether the port is open: a right is missing.',
  ],
  [
    { kind: 'open', address: '10.0.0.4', rule },
    `Azure’s rule ${azureRule} is there, but the port was not seen open.`,
  ],
];

const notShut: readonly (readonly [sight: Sight | undefined, sentence: string])[] = [
  [undefined, 'Nobody could look yet whether the port is shut.'],
  [
    { kind: 'jit-rule-remains', rule },
    `The port counts as still open: Azure has not taken away its rule ${azureRule}.`,
  ],
  [
    { kind: 'unknown', because: 'Azure did not answer.' },
    'It cannot be told whether the port is shut: Azure did not answer.',
  ],
  [{ kind: 'shut' }, 'Azure’s rule is gone, but it is not confirmed yet that the port is shut.'],
];

const remaining: readonly (readonly [remains: Remains, sentence: string])[] = [
  [
    { kind: 'open-by-other-rule', rule: other },
    'This grant has ended, but the port is still open through the rule allow-all (priority 80 in nsg-web), which JIT did not make.',
  ],
  [
    { kind: 'open-by-other-rule' },
    'This grant has ended, but the port is still open through something that JIT did not make.',
  ],
  [
    { kind: 'open-by-other-grant', until: minutes(90) },
    'This grant has ended. The port stays open for another grant until 15:32 (Europe/Berlin).',
  ],
];

describe('notOpenSentence', () => {
  for (const [sight, sentence] of notOpen)
    it(`explains ${sight?.kind ?? 'no look'}`, () => equal(notOpenSentence(sight), sentence));
});

describe('notShutSentence', () => {
  for (const [sight, sentence] of notShut)
    it(`explains ${sight?.kind ?? 'no look'}`, () => equal(notShutSentence(sight), sentence));
});

describe('remainsSentence', () => {
  for (const [remains, sentence] of remaining)
    it(`never says closed: ${sentence}`, () =>
      equal(remainsSentence(remains, open.reader, minutes(62)), sentence));
});
