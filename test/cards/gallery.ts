// Every card that the product posts, in every state and with texts of any length, by the function that draws it.
import { decisionCard } from '../../cards/decision-card.ts';
import { driftNewsCard, portsCard } from '../../cards/drift/drift-cards.ts';
import type { Listed, May } from '../../cards/grant-block.ts';
import { speaking } from '../../cards/language.ts';
import { machineStatusCard } from '../../cards/machine-status-card.ts';
import { chooseGrantCard, myAccessCard } from '../../cards/my-access.ts';
import { requestCard } from '../../cards/request-card.ts';
import { jitStatusCard } from '../../cards/setup/jit-status-card.ts';
import { setupCard } from '../../cards/setup/setup-card.ts';
import type { Drawn } from '../../cards/status-card.ts';
import { warningCard } from '../../cards/warning-card.ts';
import { whoCard } from '../../cards/who-answers.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { aKnown, everyFinding } from '../support/findings.ts';
import { coverages, machineStatuses } from './gallery-of-azure.ts';
import { withLongTexts } from './long-texts.ts';
import * as samples from './samples.ts';
import * as setup from './setup/samples.ts';

export interface Shown {
  readonly name: string;
  readonly drawn: Drawn;
}

const reader = { timeZone: 'Europe/Berlin', locale: 'de-DE' };
const now = samples.minutes(5);
const links = { pages: true, address: 'https://jit.example.com/address/t' };
const rdpFile = 'https://jit.example.com/rdp/t';

/** Those that look at a card for approvers. */
const viewers: readonly Viewer[] = ['everyone', 'approver', 'agreed', 'requester', 'onlooker'];

const {
  samples: requests,
  decisionSamples,
  draft,
  form,
  open,
  pending,
  closing,
  agreedTwice,
  grace,
} = samples;
const longForm = withLongTexts(
  draft({
    ...form,
    outlook: samples.outlook,
    refusals: [{ code: 'too-long', maximumSeconds: 3600 }],
    holes: [setup.hole],
  }),
);
const longKinds = [
  'open',
  'pending, one has agreed',
  'denied',
  'closed',
  'failed: right missing',
  'opening, late, 2 blocked',
];

const listed = (kind: May['kind']): readonly Listed[] =>
  [
    { request: draft(form), key: 'draft/1' },
    { request: pending(), key: 'pending/0' },
    { request: { ...open, grounds: agreedTwice }, key: 'open' },
    { request: samples.lost({ kind: 'no-jit-rule' }), key: 'open/lost/no-jit-rule' },
    { request: closing({ kind: 'open-by-other-rule' }), key: 'closing/overdue/x' },
  ].map((each) => ({ ...each, may: kind === 'own' ? { kind, extensions: [900, 3600] } : { kind } }));

const allowance = {
  id: 'a1',
  person: { id: 'p1', name: 'Ada' },
  by: grace,
  machineId: '/m',
  machine: 'web-01',
  port: 3389,
  from: now,
  until: samples.minutes(120),
};

const findings = everyFinding().map((finding, at) =>
  aKnown({
    number: at + 1,
    finding,
    ...(at === 2 && {
      acknowledgement: { by: grace, reason: 'The vendor needs it.', until: samples.minutes(90_000), at: now },
    }),
  }),
);
const manyToDisable = setup.draftOf(
  setup.askedDisable({
    targets: ['web-01', 'web-02', 'web-03', 'web-04'].map((name) =>
      setup.target(name, { before: [setup.rdp], wanted: [] }),
    ),
    leaves: Array.from({ length: 4 }, () => [{ port: 3389, world: 'some', rules: [setup.allowRdp] }]),
  }),
);
const fresh = { subscription: { name: 'Production' }, readAt: now, now: true };
const stale = { subscription: { name: 'Test' }, problem: 'Azure does not answer', now: false };

/** What each of the functions in cards/ draws that the product calls. A test sees to it that none is missing. */
export const gallery: Readonly<Record<string, () => readonly Shown[]>> = {
  requestCard: () => [
    ...requests.map(({ name, request, key }) => ({
      name,
      drawn: requestCard(request, { key, links: { ...links, rdpFile } }),
    })),
    {
      name: 'form with a button for the address',
      drawn: requestCard(draft(form), { key: 'draft/1', links: { pages: true } }),
    },
    {
      name: 'form with a hole',
      drawn: requestCard(draft({ ...form, holes: [setup.hole] }), { key: 'draft/1' }),
    },
    { name: 'long form', drawn: requestCard(longForm, { key: 'draft/1', links }) },
    ...requests
      .filter(({ name }) => longKinds.includes(name))
      .map(({ name, request, key }) => ({
        name: `long: ${name}`,
        drawn: requestCard(withLongTexts(request), { key, links: { rdpFile } }),
      })),
  ],
  decisionCard: () => [
    ...decisionSamples.flatMap(({ name, request, key }) =>
      viewers.map((viewer) => ({
        name: `${name}, for ${viewer}`,
        drawn: decisionCard(request, { key, viewer, refreshFor: [] }),
      })),
    ),
    ...decisionSamples.map(({ name, request, key }) => ({
      name: `long: ${name}`,
      drawn: decisionCard(withLongTexts(request), { key, viewer: 'everyone', refreshFor: [] }),
    })),
  ],
  warningCard: () => [
    { name: 'may be extended', drawn: warningCard(open, [900, 1800, 3600]) },
    { name: 'may not be extended', drawn: warningCard(open, []) },
    { name: 'long', drawn: warningCard(withLongTexts(open), [900, 1800, 3600]) },
  ],
  myAccessCard: () => [
    { name: 'some', drawn: myAccessCard(listed('own'), reader, now, [allowance]) },
    { name: 'nothing but an allowance', drawn: myAccessCard([], reader, now, [allowance], false) },
    {
      name: 'long',
      drawn: myAccessCard(withLongTexts(listed('own')), reader, now, withLongTexts([allowance])),
    },
  ],
  chooseGrantCard: () => [
    { name: 'done', drawn: chooseGrantCard('done', listed('own').slice(2, 3), reader, now) },
    { name: 'extend', drawn: chooseGrantCard('extend', listed('own').slice(2, 3), reader, now) },
  ],
  whoCard: () => [
    { name: 'an admin', drawn: whoCard(listed('end'), [samples.choice('web-01')], false, reader, now, 3) },
    { name: 'long', drawn: whoCard(withLongTexts(listed('look')), undefined, true, reader, now) },
  ],
  machineStatusCard: () =>
    machineStatuses().map(({ name, status }) => ({ name, drawn: machineStatusCard(status, reader, now) })),
  portsCard: () => [
    {
      name: 'one of each',
      drawn: portsCard(
        { findings, freshness: [fresh, stale], csv: 'https://jit.example.com/findings/t' },
        reader,
        now,
      ),
    },
    {
      name: 'nothing',
      drawn: portsCard({ of: 'web-01', findings: [], freshness: [fresh], csv: 'no-url' }, reader, now),
    },
    {
      name: 'long',
      drawn: portsCard(
        { findings: withLongTexts(findings), freshness: [fresh], csv: 'not-alone' },
        reader,
        now,
      ),
    },
  ],
  driftNewsCard: () => [
    { name: 'first', drawn: driftNewsCard(findings, true, now) },
    { name: 'later', drawn: driftNewsCard(findings.slice(0, 1), false, now) },
  ],
  jitStatusCard: () =>
    coverages().map(({ name, shown }) => ({ name, drawn: jitStatusCard(shown, reader, now) })),
  setupCard: () => [
    { name: 'many to disable', drawn: setupCard(manyToDisable) },
    ...setup.changes.map((change, at) => ({ name: `${at} ${change.state}`, drawn: setupCard(change) })),
    ...setup.changes.map((change, at) => ({
      name: `long: ${at} ${change.state}`,
      drawn: setupCard(withLongTexts(change)),
    })),
  ],
};

/** All cards in a language. */
export const galleryIn = (locale: string): readonly (Shown & { readonly by: string })[] =>
  speaking(locale, () =>
    Object.entries(gallery).flatMap(([by, draw]) => draw().map((shown) => ({ by, ...shown }))),
  );
