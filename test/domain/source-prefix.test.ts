// IPv4 blocks, and which typed sources may be asked for.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Refusal } from '../../src/domain/refusal.ts';
import { checkSource, covers, formatPrefix, overlaps, parsePrefix } from '../../src/domain/source-prefix.ts';

const block = (text: string) => parsePrefix(text) ?? assert.fail(`${text} is a prefix`);

describe('parsePrefix', () => {
  const read: Record<string, ReturnType<typeof parsePrefix>> = {
    '0.0.0.0/0': { first: 0, last: 4_294_967_295, length: 0 },
    '0.0.0.1': { first: 1, last: 1, length: 32 },
    '10.0.0.0/8': { first: 167_772_160, last: 184_549_375, length: 8 },
    '10.1.2.3/8': { first: 167_772_160, last: 184_549_375, length: 8 },
    '255.255.255.255/32': { first: 4_294_967_295, last: 4_294_967_295, length: 32 },
  };
  for (const [text, expected] of Object.entries(read))
    it(`reads ${text}`, () => {
      assert.deepEqual(parsePrefix(text), expected);
    });

  const notPrefixes = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/08',
    '1.2.3.4/-1',
    '1.2.3.4/8/8',
    '010.1.1.1',
    '1.2.3.00',
    '0x7f.0.0.1',
    '2130706433',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '1. 2.3.4',
    '1.2.3.4 /8',
    '1,2,3,4',
    '+1.2.3.4',
    '1e1.2.3.4',
    '١.2.3.4',
    '::1',
    'Internet',
    '*',
  ];
  for (const text of notPrefixes)
    it(`does not read ${JSON.stringify(text)}`, () => {
      assert.equal(parsePrefix(text), undefined);
    });
});

describe('formatPrefix', () => {
  it('gives back every block as it was written', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), fc.nat(32), (octets, length) => {
        const prefix = block(`${octets.join('.')}/${length}`);

        assert.deepEqual(parsePrefix(formatPrefix(prefix)), prefix);
      }),
    );
  });

  it('leaves /32 out', () => {
    assert.equal(formatPrefix(block('203.0.113.7/32')), '203.0.113.7');
  });

  it('names the network of a host with a mask', () => {
    assert.equal(formatPrefix(block('203.0.113.77/26')), '203.0.113.64/26');
  });
});

describe('covers and overlaps', () => {
  const table: readonly (readonly [a: string, b: string, covers: boolean, overlaps: boolean])[] = [
    ['10.0.0.0/8', '10.1.2.3', true, true],
    ['10.0.0.0/24', '10.0.0.0/24', true, true],
    ['10.0.0.0/25', '10.0.0.0/24', false, true],
    ['10.0.0.0/24', '10.0.0.255', true, true],
    ['10.0.0.0/24', '10.0.1.0', false, false],
    ['10.0.0.0/25', '10.0.0.128/25', false, false],
    ['0.0.0.0/0', '255.255.255.255', true, true],
  ];
  for (const [a, b, isCovered, isShared] of table)
    it(`tells ${b} against ${a}`, () => {
      assert.deepEqual([covers(block(a), block(b)), overlaps(block(a), block(b))], [isCovered, isShared]);
    });
});

describe('checkSource', () => {
  const publicMachine = { publicMachine: true, allowedSources: ['*'] };
  const innerMachine = { publicMachine: false, allowedSources: ['*'] };
  const office = { publicMachine: true, allowedSources: ['203.0.113.0/24', '198.51.100.7'] };
  type Context = typeof office;

  const accepted: readonly (readonly [typed: string, source: string, context: Context])[] = [
    ['203.0.113.7', '203.0.113.7', publicMachine],
    ['203.0.113.7/32', '203.0.113.7', publicMachine],
    [' 203.0.113.7\n', '203.0.113.7', publicMachine],
    ['203.0.113.0/24', '203.0.113.0/24', publicMachine],
    ['198.51.100.1', '198.51.100.1', publicMachine],
    ['192.0.2.1', '192.0.2.1', publicMachine],
    ['20.0.0.0/8', '20.0.0.0/8', publicMachine],
    ['172.15.255.255', '172.15.255.255', publicMachine],
    ['172.32.0.1', '172.32.0.1', publicMachine],
    ['100.63.255.255', '100.63.255.255', publicMachine],
    ['223.255.255.255', '223.255.255.255', publicMachine],
    ['10.0.0.0/8', '10.0.0.0/8', innerMachine],
    ['192.168.1.9', '192.168.1.9', innerMachine],
    ['100.64.0.1', '100.64.0.1', innerMachine],
    ['203.0.113.7', '203.0.113.7', office],
    ['203.0.113.0/24', '203.0.113.0/24', office],
    ['198.51.100.7', '198.51.100.7', office],
    ['9.9.9.9', '9.9.9.9', { publicMachine: true, allowedSources: ['Any'] }],
    ['9.9.9.9', '9.9.9.9', { publicMachine: true, allowedSources: ['0.0.0.0/0'] }],
  ];
  for (const [typed, source, context] of accepted)
    it(`takes ${JSON.stringify(typed)} where ${context.allowedSources} may ask`, () => {
      assert.deepEqual(checkSource(typed, context), { ok: true, source });
    });

  const notIpv4 = (typed: string): Refusal => ({ code: 'source-not-ipv4', typed });
  const ipv6 = (typed: string): Refusal => ({ code: 'source-ipv6', typed });
  const any = (typed: string): Refusal => ({ code: 'source-any', typed });
  const notPublic = (typed: string, range: string): Refusal => ({ code: 'source-not-public', typed, range });
  const notANetwork = (typed: string, network: string): Refusal => ({
    code: 'source-not-a-network',
    typed,
    network,
  });
  const outside = (typed: string): Refusal => ({
    code: 'source-outside-policy',
    typed,
    allowed: office.allowedSources,
  });

  const refused: readonly (readonly [typed: string, refusal: Refusal, context: Context])[] = [
    ['', { code: 'source-missing' }, publicMachine],
    ['  ', { code: 'source-missing' }, publicMachine],
    ['my-laptop', notIpv4('my-laptop'), publicMachine],
    ['010.1.1.1', notIpv4('010.1.1.1'), innerMachine],
    ['0x7f.1', notIpv4('0x7f.1'), publicMachine],
    ['2130706433', notIpv4('2130706433'), publicMachine],
    ['203.0.113.7:22', notIpv4('203.0.113.7:22'), publicMachine],
    ['203.0.113.7 203.0.113.8', notIpv4('203.0.113.7 203.0.113.8'), publicMachine],
    ['203.0.113.7,203.0.113.8', notIpv4('203.0.113.7,203.0.113.8'), publicMachine],
    ['203.0.113.0 /24', notIpv4('203.0.113.0 /24'), publicMachine],
    ['12:34', notIpv4('12:34'), publicMachine],
    ['2001:db8::1', ipv6('2001:db8::1'), publicMachine],
    ['2001:db8::/32', ipv6('2001:db8::/32'), publicMachine],
    ['::ffff:1.2.3.4', ipv6('::ffff:1.2.3.4'), publicMachine],
    ['::', ipv6('::'), publicMachine],
    ['*', any('*'), publicMachine],
    ['Any', any('Any'), publicMachine],
    ['internet', any('internet'), publicMachine],
    ['0.0.0.0/0', any('0.0.0.0/0'), publicMachine],
    ['1.2.3.4/0', any('1.2.3.4/0'), publicMachine],
    ['0.0.0.0/1', any('0.0.0.0/1'), innerMachine],
    ['128.0.0.0/1', any('128.0.0.0/1'), publicMachine],
    ['20.0.0.0/7', any('20.0.0.0/7'), publicMachine],
    ['10.0.0.5', notPublic('10.0.0.5', 'private range 10.0.0.0/8'), publicMachine],
    ['172.31.0.1', notPublic('172.31.0.1', 'private range 172.16.0.0/12'), publicMachine],
    ['192.168.0.0/24', notPublic('192.168.0.0/24', 'private range 192.168.0.0/16'), publicMachine],
    ['192.168.0.9/24', notPublic('192.168.0.9/24', 'private range 192.168.0.0/16'), publicMachine],
    ['192.0.0.0/8', notPublic('192.0.0.0/8', 'private range 192.168.0.0/16'), publicMachine],
    ['100.64.0.1', notPublic('100.64.0.1', 'carrier-grade NAT range 100.64.0.0/10'), publicMachine],
    ['0.0.0.0', notPublic('0.0.0.0', '"this network" range 0.0.0.0/8'), innerMachine],
    ['127.0.0.1', notPublic('127.0.0.1', 'loopback range 127.0.0.0/8'), innerMachine],
    ['169.254.169.254', notPublic('169.254.169.254', 'link-local range 169.254.0.0/16'), innerMachine],
    ['224.0.0.1', notPublic('224.0.0.1', 'multicast range 224.0.0.0/4'), innerMachine],
    ['255.255.255.255', notPublic('255.255.255.255', 'reserved range 240.0.0.0/4'), innerMachine],
    ['203.0.113.7/24', notANetwork('203.0.113.7/24', '203.0.113.0/24'), publicMachine],
    ['203.0.113.7/31', notANetwork('203.0.113.7/31', '203.0.113.6/31'), publicMachine],
    ['198.51.100.8', outside('198.51.100.8'), office],
    ['203.0.112.0/23', outside('203.0.112.0/23'), office],
    ['198.51.100.6/31', outside('198.51.100.6/31'), office],
  ];
  for (const [typed, refusal, context] of refused)
    it(`refuses ${JSON.stringify(typed)} as ${refusal.code} of a ${context.publicMachine ? 'public' : 'private'} machine`, () => {
      assert.deepEqual(checkSource(typed, context), { ok: false, refusal });
    });

  it('does not add two allowed prefixes up', () => {
    const halves = { publicMachine: true, allowedSources: ['203.0.113.0/25', '203.0.113.128/25'] };

    assert.deepEqual(checkSource('203.0.113.0/24', halves), {
      ok: false,
      refusal: { code: 'source-outside-policy', typed: '203.0.113.0/24', allowed: halves.allowedSources },
    });
  });

  it('never throws, and what it takes it takes again unchanged', () => {
    const typed = fc.oneof(fc.string(), fc.ipV4(), fc.ipV4Extended(), fc.ipV6());
    fc.assert(
      fc.property(typed, (text) => {
        const first = checkSource(text, innerMachine);

        if (first.ok) assert.deepEqual(checkSource(first.source, innerMachine), first);
      }),
    );
  });
});
