// The cards of changes that are being carried out, have ended, or were dropped.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setupCard } from '../../../cards/setup/setup-card.ts';
import type { Outcome, SetupChange, Step } from '../../../src/domain/setup/setup-change.ts';
import { ofType, textsOf } from '../card-reading.ts';
import * as samples from './samples.ts';

const { doneWith, effective, endedOf, planOf, proving, runningOf, setback, waiting, writing } = samples;
const texts = (change: SetupChange) => textsOf(setupCard(change).card);
const failed: Outcome = { kind: 'failed', why: 'Azure refused it.' };

describe('the card of a change that is being carried out', () => {
  it('tells how far it is, with what needs somebody first', () => {
    const steps = [doneWith(effective), waiting, writing, proving, setback, doneWith(failed)];
    deepEqual(texts(runningOf(planOf('enable', 6), steps)), [
      'Turn JIT on · being carried out, with setbacks',
      '6 machines',
      'Production / rg-web · westeurope',
      '2 of 6 done · 1 not well · 1 waiting for proof',
      ...['\u00a0', '\u00a0', '\u00a0'],
      '**web-06** · failed. Azure refused it.',
      '**web-05** · being written, again: the last try did not end well. Azure answers that it is busy.',
      '**web-03** · being written',
      '**web-04** · written and read back, waiting for JIT’s Deny rule',
      '**web-02** · waiting for its turn',
      '**web-01** · JIT is on',
      'Confirmed by Grace Admin at 13:01 (Europe/Berlin). It goes on by itself, also after a restart, and this card follows.',
    ]);
  });

  it('draws what is done as wide as its share', () => {
    const steps = [doneWith(effective), doneWith(effective), doneWith(failed), writing];
    deepEqual(
      ofType(setupCard(runningOf(planOf('enable', 4), steps)).card, 'Column').map(({ width, style }) => [
        width,
        style,
      ]),
      [
        [2, 'good'],
        [1, 'warning'],
        [1, 'emphasis'],
      ],
    );
  });

  it('tells of one machine in one line', () => {
    const line = (kind: 'enable' | 'disable', step: Step) => texts(runningOf(planOf(kind, 1), [step]))[3];
    equal(line('enable', writing), 'Being written.');
    equal(line('enable', proving), 'Written and read back, waiting for JIT’s Deny rule.');
    equal(line('disable', proving), 'Written and read back, waiting for JIT’s Deny rule to go.');
    equal(
      line('enable', setback),
      'Being written, again: the last try did not end well. Azure answers that it is busy.',
    );
  });

  it('says nothing of tries and times to come, which do not redraw it', () => {
    const drawn = (step: Step) => setupCard(runningOf(planOf('enable', 1), [step]));
    deepEqual(drawn(setback), drawn({ ...setback, tries: 40, notBefore: samples.minutes(90) }));
    deepEqual(drawn(proving), drawn({ ...proving, lookAt: samples.minutes(90) }));
  });

  it('has no buttons: it cannot be taken back', () => {
    deepEqual(ofType(setupCard(runningOf(planOf('enable', 1), [writing])).card, 'Action.Execute'), []);
  });

  it('names twelve machines and counts the rest', () => {
    const steps = Array.from({ length: 40 }, () => waiting);
    ok(texts(runningOf(planOf('enable', 40), steps)).includes('… and 28 more.'));
  });
});

describe('the card of a change that has ended', () => {
  it('says of one machine that JIT is on, once that is proven', () => {
    deepEqual(texts(endedOf(planOf('enable', 1), [effective])), [
      'JIT is on',
      'web-01',
      'Production / rg-web · westeurope',
      'Read back from Azure. JIT’s Deny rule is in the NSGs, and no older rule opens its ports.',
      '- Port 3389 (RDP): any protocol, up to 3 h, from any source address',
      'People ask for access with “rdp to web-01 for 1h”; the access policy says who may.',
      'Turn JIT on: confirmed by Grace Admin at 13:01, ended at 13:06 (Europe/Berlin).',
    ]);
  });

  const hole = { ...samples.hole, sources: ['203.0.113.0/24'] };
  const said: readonly [Outcome, 'enable' | 'disable' | 'configure', string, string, string?][] = [
    [
      effective,
      'configure',
      'Settings changed',
      'Read back from Azure. JIT’s Deny rule is in the NSGs, and no older rule opens its ports.',
    ],
    [
      { kind: 'defeated', holes: [hole] },
      'enable',
      'Set up, but older rules defeat it',
      'Read back from Azure, and JIT’s Deny rule is there, but older rules come first: port 3389 (RDP) is open to 203.0.113.0/24 by rule allow-rdp, priority 300 in nsg-web.',
      'Take those rules away or narrow their sources. Until then JIT does not keep these people out.',
    ],
    [
      { kind: 'defeated', holes: [samples.hole] },
      'enable',
      'Set up, but older rules leave it open to the world',
      'Read back from Azure, and JIT’s Deny rule is there, but older rules come first: port 3389 (RDP) is open to any source by rule allow-rdp, priority 300 in nsg-web.',
      'Take those rules away or narrow their sources. Until then JIT does not keep these people out.',
    ],
    [
      { kind: 'unproven', why: 'JIT’s Deny rule was not seen within 10 minutes' },
      'enable',
      'Written, but not proven',
      'Written and read back, but it is not proven that it protects. JIT’s Deny rule was not seen within 10 minutes.',
      'Look at it with “status” and the machine’s name, and do not rely on it before.',
    ],
    [
      { kind: 'unproven', why: 'JIT’s Deny rule is still there.' },
      'disable',
      'Written, but not proven',
      'Taken out of the policy and read back, but it is not proven what that leaves. JIT’s Deny rule is still there.',
      'Look at it with “status” and the machine’s name, and do not rely on it before.',
    ],
    [
      { kind: 'in-doubt', why: 'Azure did not answer in time.' },
      'enable',
      'Not known whether it was written',
      'It may have been written, and it may not: a try had no clear answer. Azure did not answer in time.',
      'Ask again to see what it says now, and rely on neither before.',
    ],
    [
      { kind: 'off', leaves: [{ port: 3389, world: 'none', rules: [] }] },
      'disable',
      'JIT is off',
      'JIT is off, read back from Azure, and JIT’s Deny rule is gone. Port 3389 (RDP): nobody gets in from the internet: no rule allows it.',
    ],
    [
      {
        kind: 'off',
        leaves: [
          { port: 22, world: 'none', rules: [] },
          { port: 3389, world: 'all', rules: [samples.allowRdp] },
          { port: 8443, world: 'none', rules: [] },
        ],
      },
      'disable',
      'JIT is off, and ports are open',
      'JIT is off, read back from Azure, and JIT’s Deny rule is gone. Port 3389 (RDP): the whole internet gets in by allow-rdp (300 in nsg-web). Ports 22 (SSH) and 8443: nobody gets in from the internet: no rule allows it.',
      'Take those Allow rules away, or turn JIT on again.',
    ],
    [
      { kind: 'off', leaves: [{ port: 3389, world: 'all', rules: [samples.allowRdp] }] },
      'disable',
      'JIT is off, and ports are open',
      'JIT is off, read back from Azure, and JIT’s Deny rule is gone. Port 3389 (RDP): the whole internet gets in by allow-rdp (300 in nsg-web).',
      'Take those Allow rules away, or turn JIT on again.',
    ],
    [
      { kind: 'off', leaves: [] },
      'disable',
      'JIT is off; what is open cannot be told',
      'JIT is off, read back from Azure, and JIT’s Deny rule is gone. What is open now could not be told.',
    ],
    [{ kind: 'already' }, 'enable', 'It was so already', 'Its policy said so already. Nothing was written.'],
    [
      { kind: 'already' },
      'disable',
      'It was so already',
      'No JIT policy listed it any more. Nothing was written.',
    ],
    [
      { kind: 'overtaken' },
      'enable',
      'Changed meanwhile: nothing written',
      'Its settings were changed meanwhile, and not by this. Nothing was written.',
      'Ask again to see what it says now.',
    ],
    [
      { kind: 'gone' },
      'enable',
      'Machine gone',
      'The machine, or its network interface, is not there any more.',
    ],
    [
      failed,
      'enable',
      'Failed',
      'Nothing was written. Azure refused it.',
      'When the cause is mended, ask again.',
    ],
    [
      { ...failed, permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/write' },
      'enable',
      'Failed',
      'Nothing was written. Azure refused it.',
      'My identity in Azure lacks the right Microsoft.Security/locations/jitNetworkAccessPolicies/write. Give my identity the role “JIT Access bot with setup” (infra/roles/bot-with-setup.json) for the subscription concerned, and ask again.',
    ],
  ];
  for (const [outcome, kind, word, text, next] of said)
    it(`says after ${kind}: ${word}; ${text.slice(0, 60)}…`, () => {
      const drawn = texts(endedOf(planOf(kind, 1), [outcome]));
      equal(
        drawn[0]?.replace(/^.* · (.)/, (_, first: string) => first.toUpperCase()),
        word,
      );
      equal(drawn[3], text);
      ok(next === undefined || drawn.includes(next), drawn.join('\n'));
    });

  it('never says on or guarded of what was not proven', () => {
    const claims = /\bJIT is o|\bis on\b|no older rule opens/;
    for (const outcome of samples.outcomes) {
      if (outcome.kind === 'effective' || outcome.kind === 'off') continue;
      const { card, summary } = setupCard(endedOf(planOf('enable', 1), [outcome]));
      deepEqual(
        [summary, ...textsOf(card)].filter((text) => claims.test(text)),
        [],
      );
    }
  });

  it('lets what needs somebody stand out', () => {
    const { card } = setupCard(endedOf(planOf('enable', 1), [{ kind: 'defeated', holes: [samples.hole] }]));
    deepEqual(
      textsOf(ofType(card, 'Container').filter(({ style, bleed }) => style === 'attention' && !bleed)).map(
        (text) => text.slice(0, 20),
      ),
      ['Read back from Azure'],
    );
  });

  it('is headed by the worst of several, and tells it first', () => {
    const drawn = texts(endedOf(planOf('enable', 4), [effective, failed, effective, { kind: 'already' }]));
    deepEqual(drawn.slice(0, 11), [
      'Turn JIT on · failed: 1 of 4',
      '4 machines',
      'Production / rg-web · westeurope',
      'Failed: 1 · JIT is on: 2 · It was so already: 1.',
      'web-02',
      'Failed',
      'Nothing was written. Azure refused it.',
      'web-01',
      'JIT is on',
      'web-03',
      'JIT is on',
    ]);
  });

  it('says of how many it is proven', () => {
    equal(texts(endedOf(planOf('enable', 2), [effective, effective]))[0], 'JIT is on: 2 of 2');
    equal(texts(endedOf(planOf('enable', 2), [{ kind: 'already' }, effective]))[0], 'JIT is on: 1 of 2');
  });

  it('says of the plan that it is on, once that was read back', () => {
    deepEqual(texts(endedOf(samples.defenderPlan, [effective])).slice(0, 4), [
      'Defender for Servers Plan 2 is on',
      'Production',
      'Subscription 10000000-0000-4000-8000-000000000001',
      'Read back from Azure: the plan is on.',
    ]);
    deepEqual(
      texts(endedOf(samples.defenderPlan, [{ kind: 'unproven', why: 'It says P1.' }]))[3],
      'Written, but not read back as on. It says P1.',
    );
  });
});

describe('the card of a change that was dropped', () => {
  it('says that nothing was changed', () => {
    deepEqual(texts(samples.droppedOf(samples.askedDisable())), [
      'Cancelled',
      'web-01',
      'Production / rg-web · westeurope',
      'Turn JIT off for web-01: it was cancelled. Nothing was changed. Ask again if it is still wanted.',
      'Asked for by Grace Admin; cancelled at 13:30 (Europe/Berlin).',
    ]);
    const lapsed = samples.droppedOf(samples.askedConfigure(), 'lapsed');
    deepEqual(texts(lapsed)[0], 'Lapsed');
    ok(
      texts(lapsed).includes(
        'Configure JIT on web-01: nobody confirmed it in time. Nothing was changed. Ask again if it is still wanted.',
      ),
    );
  });

  it('has no buttons', () => {
    deepEqual(ofType(setupCard(samples.droppedOf(samples.askedDisable())).card, 'Action.Execute'), []);
  });
});
