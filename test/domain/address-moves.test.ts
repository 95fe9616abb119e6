// What a link to the address page is worth, and what confirming does to the form.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import {
  type AddressLink,
  addressConfirmed,
  checkAddress,
  type FormDraft,
  linkRenewed,
  linkWorth,
} from '../../src/domain/address-moves.ts';
import { aDraft, ada, grace, inEveryState, noon } from '../support/requests.ts';

const minute = 60_000;
const draft = aDraft();
const { asking } = draft;
if (asking.kind !== 'form') throw new Error('the sample asks with the form');
const form: FormDraft = { ...draft, asking };
const link: AddressLink = { requestId: draft.id, personId: ada.id, number: 1, expiresAt: noon + 15 * minute };

describe('a link to the address page', () => {
  const question: AccessRequest = {
    ...draft,
    asking: { kind: 'machine', why: 'unnamed', typed: '', choices: [] },
  };
  const table: readonly (readonly [string, AccessRequest, AddressLink, number, string])[] = [
    ['is good while its form asks', draft, link, noon, 'asks'],
    ['is good to its last moment', draft, link, noon + 15 * minute - 1, 'asks'],
    ['expires', draft, link, noon + 15 * minute, 'expired'],
    [
      'is used when the form has the next number',
      { ...draft, link: { ...draft.link, number: 2 } },
      link,
      noon,
      'used',
    ],
    [
      'is used rather than expired',
      { ...draft, link: { ...draft.link, number: 2 } },
      link,
      noon + 60 * minute,
      'used',
    ],
    ['is nobody else’s', draft, { ...link, personId: grace.id }, noon, 'not-yours'],
    ['is worth nothing while a machine is asked for', question, link, noon, 'over'],
  ];
  for (const [outcome, request, given, now, kind] of table)
    it(outcome, () => assert.equal(linkWorth(request, given, now).kind, kind));

  it('is over in every state but the draft', () => {
    const others = inEveryState().filter(({ state }) => state !== 'draft');
    assert.deepEqual(
      new Set(others.map((request) => linkWorth(request, link, noon).kind)),
      new Set(['over']),
    );
  });
});

describe('an address that was seen', () => {
  const check = (port: string, address: string, publicMachine = true) => {
    const checked = checkAddress({ ...asking, values: { ...asking.values, port } }, address, publicMachine);
    return checked.ok ? checked.source : checked.refusal.code;
  };
  const table: readonly (readonly [string, string, string])[] = [
    ['is judged by the chosen port', check('5985', '198.51.100.9'), 'source-outside-policy'],
    ['is good where the chosen port allows it', check('5985', '203.0.113.9'), '203.0.113.9'],
    ['is good for a port that allows everything', check('3389', '198.51.100.9'), '198.51.100.9'],
    ['is judged by any port where none is chosen', check('', '198.51.100.9'), '198.51.100.9'],
    [
      'is judged by any port where the chosen one is not offered',
      check('80', '198.51.100.9'),
      '198.51.100.9',
    ],
    ['is no private one for a machine on the internet', check('3389', '10.0.0.9'), 'source-not-public'],
    ['may be a private one for another', check('3389', '10.0.0.9', false), '10.0.0.9'],
    ['is never this machine', check('3389', '127.0.0.1', false), 'source-not-public'],
  ];
  for (const [outcome, got, is] of table) it(outcome, () => assert.equal(got, is));
});

describe('confirming an address', () => {
  const refused: FormDraft = {
    ...form,
    asking: {
      ...asking,
      values: { ...asking.values, source: 'home' },
      refusals: [
        { code: 'source-not-ipv4', typed: 'home' },
        { code: 'too-long', maximumSeconds: 3600 },
        { code: 'no-rule', machine: 'web-01', port: 3389 },
      ],
    },
  };
  const now = noon + minute;

  it('puts it into the form, uses the link up, and asks anew', () => {
    const { request, entries } = addressConfirmed(refused, '203.0.113.9', undefined, now);
    assert.deepEqual(request, {
      ...refused,
      asking: {
        ...refused.asking,
        values: { ...refused.asking.values, source: '203.0.113.9' },
        refusals: [{ code: 'too-long', maximumSeconds: 3600 }],
      },
      learned: { address: '203.0.113.9', at: now, how: 'page' },
      link: { number: 2, expiresAt: now + 15 * minute },
      round: refused.round + 1,
    });
    assert.deepEqual(entries, [
      {
        at: now,
        actor: ada.id,
        kind: 'address-confirmed',
        facts: { address: '203.0.113.9', how: 'address page' },
      },
    ]);
  });

  it('keeps the one before where that was another, and says so in the audit trail', () => {
    const before = { address: '198.51.100.9', at: noon - 3600_000 };
    const { request, entries } = addressConfirmed(form, '203.0.113.9', before, now);
    assert.deepEqual(
      [request.learned?.before, entries[0]?.facts.before],
      [before, { address: '198.51.100.9', at: '2026-11-23T11:00:00.000Z' }],
    );
    const same = addressConfirmed(form, '198.51.100.9', before, now);
    assert.deepEqual([same.request.learned?.before, same.entries[0]?.facts.before], [undefined, undefined]);
  });
});

describe('a new link', () => {
  it('has the next number and is a new view of the form, which is otherwise as it was', () => {
    const now = noon + 20 * minute;
    const { request, entries } = linkRenewed(form, now);
    const link = { number: 2, expiresAt: now + 15 * minute };
    assert.deepEqual(request, { ...form, link, round: form.round + 1 });
    assert.deepEqual(entries, [{ at: now, actor: ada.id, kind: 'address-link-renewed', facts: { link: 2 } }]);
  });
});
