// What a typed source means: an address, a network by its name, or neither.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Network } from '../../../src/domain/policy/access-policy.ts';
import { type SourceMeant, sourceMeant } from '../../../src/domain/policy/source-meant.ts';
import { checkSource } from '../../../src/domain/source-prefix.ts';

const networks: readonly Network[] = [
  { name: 'Office', prefixes: ['198.51.100.0/24'] },
  { name: 'vpn', prefixes: ['203.0.113.0/25', '203.0.113.128/25'] },
  { name: 'home', prefixes: ['192.0.2.17'] },
  { name: 'lan', prefixes: ['10.1.0.0/16'] },
  // Names that the policy's file takes, and that are words for everybody here.
  { name: 'internet', prefixes: ['192.0.2.1'] },
];
const context = { publicMachine: true, allowedSources: ['*'], networks };
const no = (refusal: Extract<SourceMeant, { ok: false }>['refusal']): SourceMeant => ({ ok: false, refusal });

const table: readonly (readonly [what: string, typed: string, meant: SourceMeant])[] = [
  ['an address', '203.0.113.7', { ok: true, source: '203.0.113.7' }],
  ['a name, in any case', ' oFFice ', { ok: true, source: '198.51.100.0/24', network: 'Office' }],
  ['a name copied from a card', 'off\u200dice', { ok: true, source: '198.51.100.0/24', network: 'Office' }],
  ['the prefix that a name stands for', '192.0.2.17/32', { ok: true, source: '192.0.2.17', network: 'home' }],
  ['one of several prefixes', '203.0.113.0/25', { ok: true, source: '203.0.113.0/25', network: 'vpn' }],
  [
    'an address inside a network, which is not the network',
    '198.51.100.9',
    { ok: true, source: '198.51.100.9' },
  ],
  [
    'a name with several prefixes: one must be chosen',
    'VPN',
    no({ code: 'source-several', network: 'vpn', prefixes: ['203.0.113.0/25', '203.0.113.128/25'] }),
  ],
  [
    'a network that cannot reach the machine',
    'lan',
    no({ code: 'source-not-public', typed: 'lan (10.1.0.0/16)', range: 'private range 10.0.0.0/8' }),
  ],
  [
    'a word nobody knows',
    'hotel',
    no({ code: 'source-not-ipv4', typed: 'hotel', networks: networks.map(({ name }) => name) }),
  ],
  ['everybody, whatever networks are called', 'internet', no({ code: 'source-any', typed: 'internet' })],
  ['nothing', ' ', no({ code: 'source-missing' })],
];

describe('what a typed source means', () => {
  for (const [what, typed, meant] of table)
    it(`knows ${what}`, () => assert.deepEqual(sourceMeant(typed, context), meant));

  it('names a network that the JIT policy does not allow with its prefix', () => {
    assert.deepEqual(
      sourceMeant('office', { ...context, allowedSources: ['192.0.2.0/24'] }),
      no({ code: 'source-outside-policy', typed: 'Office (198.51.100.0/24)', allowed: ['192.0.2.0/24'] }),
    );
  });

  it('says that no network has a name where there are none', () => {
    assert.deepEqual(
      sourceMeant('office', { ...context, networks: [] }),
      no({ code: 'source-not-ipv4', typed: 'office', networks: [] }),
    );
  });

  it('never takes an address for a name, whatever the networks are called', () => {
    const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(octets, fc.option(fc.nat(33), { nil: undefined }), (bytes, length) => {
        const typed = bytes.join('.') + (length === undefined ? '' : `/${length}`);
        const checked = checkSource(typed, context);
        const meant = sourceMeant(typed, {
          ...context,
          networks: [{ name: typed, prefixes: ['192.0.2.99'] }],
        });
        if (checked.ok) assert.deepEqual(meant, checked);
        else if (checked.refusal.code !== 'source-not-ipv4') assert.deepEqual(meant, checked);
      }),
    );
  });
});
