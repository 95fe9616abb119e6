// Where a browser comes from: what sockets and proxies write, and what somebody outside may write in between.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ClientAddress, clientAddress, type Headers } from '../../src/web/client-address.ts';
import { trustedProxies } from '../../src/web/trusted-proxies.ts';

const proxies = ['10.0.0.0/24', '198.51.100.1', '2001:db8:ffff::/48'];
const isTrusted = trustedProxies(proxies);

const of = (peer: string | undefined, headers: Headers = {}, platformHeader?: string): string =>
  shown(
    clientAddress(peer, headers, { isTrusted, ...(platformHeader === undefined ? {} : { platformHeader }) }),
  );

const shown = (seen: ClientAddress): string =>
  seen.kind === 'unknown' ? `unknown: ${seen.why}` : `${seen.kind} ${seen.address}`;

const xff = (value: string): Headers => ({ 'x-forwarded-for': value });
const forwarded = (value: string): Headers => ({ forwarded: value });

const table: readonly (readonly [
  situation: string,
  peer: string | undefined,
  headers: Headers,
  is: string,
])[] = [
  // Direct
  ['nobody between', '203.0.113.7', {}, 'ipv4 203.0.113.7'],
  ['nobody between, IPv6', '2001:DB8:0::1', {}, 'ipv6 2001:db8::1'],
  ['an IPv4 browser on a socket for both', '::ffff:203.0.113.7', {}, 'ipv4 203.0.113.7'],
  ['the same in hexadecimal', '::ffff:cb00:7107', {}, 'ipv4 203.0.113.7'],
  ['a neighbour on the same link', 'fe80::1%eth0', {}, 'ipv6 fe80::1'],
  ['a socket that is gone', undefined, xff('203.0.113.7'), 'unknown: no-peer'],
  ['a forged header without a proxy', '203.0.113.7', xff('192.0.2.1'), 'ipv4 203.0.113.7'],
  ['a forged Forwarded without a proxy', '203.0.113.7', forwarded('for=192.0.2.1'), 'ipv4 203.0.113.7'],
  ['nonsense without a proxy', '203.0.113.7', xff('"; drop'), 'ipv4 203.0.113.7'],
  ['a peer that claims to be a proxy', '203.0.113.7', xff('192.0.2.1, 10.0.0.1'), 'ipv4 203.0.113.7'],
  // One and two proxies
  ['one proxy', '10.0.0.1', xff('203.0.113.7'), 'ipv4 203.0.113.7'],
  ['one proxy on a socket for both', '::ffff:10.0.0.1', xff('203.0.113.7'), 'ipv4 203.0.113.7'],
  ['one proxy over IPv6', '2001:db8:ffff::1', xff('203.0.113.7'), 'ipv4 203.0.113.7'],
  ['two proxies', '10.0.0.1', xff('203.0.113.7, 198.51.100.1'), 'ipv4 203.0.113.7'],
  [
    'two proxies, the second in another line',
    '10.0.0.1',
    { 'x-forwarded-for': ['203.0.113.7', '198.51.100.1'] },
    'ipv4 203.0.113.7',
  ],
  [
    'three proxies of both kinds',
    '10.0.0.1',
    xff('203.0.113.7, 2001:db8:ffff::2, 10.0.0.9'),
    'ipv4 203.0.113.7',
  ],
  ['a proxy that is not trusted', '10.0.0.1', xff('203.0.113.7, 192.0.2.9'), 'ipv4 192.0.2.9'],
  ['a forged leftmost hop', '10.0.0.1', xff('192.0.2.1, 203.0.113.7'), 'ipv4 203.0.113.7'],
  [
    'a forged hop that poses as a proxy',
    '10.0.0.1',
    xff('192.0.2.1, 10.0.0.5, 203.0.113.7'),
    'ipv4 203.0.113.7',
  ],
  ['nonsense left of the browser', '10.0.0.1', xff('<script>, , 999.1.1.1, 203.0.113.7'), 'ipv4 203.0.113.7'],
  ['the same hop twice', '10.0.0.1', xff('203.0.113.7, 203.0.113.7'), 'ipv4 203.0.113.7'],
  ['a browser beside the proxies', '10.0.0.1', {}, 'ipv4 10.0.0.1'],
  ['trusted hops only: the farthest', '10.0.0.1', xff('10.0.0.7, 198.51.100.1'), 'ipv4 10.0.0.7'],
  ['a public proxy that says nothing', '198.51.100.1', {}, 'unknown: hidden'],
  ['a public proxy, and nobody behind it', '10.0.0.1', xff('198.51.100.1'), 'unknown: hidden'],
  ['blanks and tabs', '10.0.0.1', xff(' \t203.0.113.7\t ,  10.0.0.2 '), 'ipv4 203.0.113.7'],
  ['many forged hops', '10.0.0.1', xff(`${'192.0.2.1, '.repeat(20_000)}203.0.113.7`), 'ipv4 203.0.113.7'],
  ['many trusted hops', '10.0.0.1', xff(`203.0.113.7${', 10.0.0.2'.repeat(20_000)}`), 'ipv4 203.0.113.7'],
  // Spellings
  ['a port', '10.0.0.1', xff('203.0.113.7:51234'), 'ipv4 203.0.113.7'],
  ['a port on the proxy’s hop', '10.0.0.1', xff('203.0.113.7, 10.0.0.2:443'), 'ipv4 203.0.113.7'],
  ['IPv6', '10.0.0.1', xff('2001:db8::1'), 'ipv6 2001:db8::1'],
  ['IPv6 in brackets', '10.0.0.1', xff('[2001:db8::1]'), 'ipv6 2001:db8::1'],
  ['IPv6 with a port', '10.0.0.1', xff('[2001:db8::1]:443'), 'ipv6 2001:db8::1'],
  ['IPv4 in IPv6', '10.0.0.1', xff('::ffff:203.0.113.7'), 'ipv4 203.0.113.7'],
  ['IPv4 in IPv6 with a port', '10.0.0.1', xff('[::ffff:203.0.113.7]:443'), 'ipv4 203.0.113.7'],
  ['a proxy as IPv4 in IPv6', '10.0.0.1', xff('203.0.113.7, ::ffff:a00:2'), 'ipv4 203.0.113.7'],
  // What ends the walk
  ...[
    '',
    ' ',
    ',',
    '203.0.113.7,',
    '203.0.113.7, ,10.0.0.2',
    'localhost',
    '203.0.113',
    '203.0.113.07',
    '203.0.113.7.',
    '0xcb007107',
    '3405803783',
    '203.0.113.7/32',
    '203.0.113.7:',
    '203.0.113.7:65536',
    '203.0.113.7:x',
    '203.0.113.7 10.0.0.2',
    '[203.0.113.7]',
    '[2001:db8::1',
    '2001:db8::1]',
    '[2001:db8::1]443',
    '[fe80::1%eth0]',
    'fe80::1%eth0',
    '2001:db8::g',
    '"203.0.113.7"',
    '٢٠٣.٠.١١٣.٧',
    '203.0.113.7\u0000',
    'unix:',
  ].map((value) => [`a hop ${JSON.stringify(value)}`, '10.0.0.1', xff(value), 'unknown: malformed'] as const),
  ['a proxy that tells nothing', '10.0.0.1', xff('203.0.113.7, unknown'), 'unknown: hidden'],
  ['a hop with a name of the proxy’s own', '10.0.0.1', xff('203.0.113.7, _hidden'), 'unknown: hidden'],
  ['nonsense between proxies', '10.0.0.1', xff('203.0.113.7, nonsense, 10.0.0.2'), 'unknown: malformed'],
  // Forwarded
  ['Forwarded', '10.0.0.1', forwarded('for=203.0.113.7'), 'ipv4 203.0.113.7'],
  [
    'Forwarded with more',
    '10.0.0.1',
    forwarded('by=10.0.0.1;FOR=203.0.113.7;proto=https;host="a,b;c"'),
    'ipv4 203.0.113.7',
  ],
  ['Forwarded with a port', '10.0.0.1', forwarded('for="203.0.113.7:4711"'), 'ipv4 203.0.113.7'],
  ['Forwarded with a bare port', '10.0.0.1', forwarded('for=203.0.113.7:4711'), 'ipv4 203.0.113.7'],
  ['Forwarded with a hidden port', '10.0.0.1', forwarded('for="203.0.113.7:_p"'), 'ipv4 203.0.113.7'],
  ['Forwarded with IPv6', '10.0.0.1', forwarded('For="[2001:db8::1]:4711"'), 'ipv6 2001:db8::1'],
  [
    'Forwarded by two',
    '10.0.0.1',
    forwarded('for=203.0.113.7, for="[2001:db8:ffff::1]"'),
    'ipv4 203.0.113.7',
  ],
  [
    'Forwarded, forged on the left',
    '10.0.0.1',
    forwarded('for=192.0.2.1,for=203.0.113.7'),
    'ipv4 203.0.113.7',
  ],
  ['Forwarded, escaped', '10.0.0.1', forwarded('for="203.0.113\\.7"'), 'ipv4 203.0.113.7'],
  ['Forwarded that tells nothing', '10.0.0.1', forwarded('for=unknown'), 'unknown: hidden'],
  [
    'Forwarded with a name of its own',
    '10.0.0.1',
    forwarded('for=203.0.113.7, for=_gazonk'),
    'unknown: hidden',
  ],
  ...[
    '',
    'for',
    'for=',
    'for=""',
    'by=203.0.113.7',
    'for=203.0.113.7;for=192.0.2.1',
    'for="203.0.113.7',
    'for="203.0.113.7"x',
    'for=203.0.113.7 for=192.0.2.1',
    'for=203.0.113.7;',
    'for=203.0.113.7,',
    'for =203.0.113.7',
    // A quote that somebody left open swallows what the proxies wrote behind it.
    'for=192.0.2.1;by=", for=203.0.113.7, for="[2001:db8:ffff::1]"',
    'for=192.0.2.1, for=", for=203.0.113.7',
  ].map((value) => [`Forwarded: ${value}`, '10.0.0.1', forwarded(value), 'unknown: malformed'] as const),
  // Both
  [
    'both, agreeing',
    '10.0.0.1',
    { ...xff('203.0.113.7'), ...forwarded('for=203.0.113.7;proto=https') },
    'ipv4 203.0.113.7',
  ],
  [
    'both, Forwarded forged',
    '10.0.0.1',
    { ...xff('203.0.113.7'), ...forwarded('for=192.0.2.1') },
    'unknown: disagreeing',
  ],
  [
    'both, Forwarded nonsense',
    '10.0.0.1',
    { ...xff('203.0.113.7'), ...forwarded('x') },
    'unknown: disagreeing',
  ],
  [
    'both, X-Forwarded-For forged',
    '10.0.0.1',
    { ...xff('192.0.2.1'), ...forwarded('for=203.0.113.7') },
    'unknown: disagreeing',
  ],
];

describe('the address a browser comes from', () => {
  for (const [situation, peer, headers, is] of table)
    it(`is right with ${situation}`, () => assert.equal(of(peer, headers), is));

  it('is the peer where no proxy is trusted, whoever it says it is', () => {
    const nobody = trustedProxies([]);
    const seen = clientAddress('10.0.0.1', xff('192.0.2.1'), { isTrusted: nobody });
    assert.deepEqual(seen, { kind: 'ipv4', address: '10.0.0.1' });
  });

  describe('with a header of the platform', () => {
    const by = (value: string | readonly string[] | undefined, more: Headers = {}) =>
      of('10.0.0.1', { 'x-azure-socketip': value, ...more }, 'X-Azure-SocketIP');
    const rows: readonly (readonly [string, string, string])[] = [
      ['is what it says', by('203.0.113.7'), 'ipv4 203.0.113.7'],
      ['is without its port', by('203.0.113.7:5000'), 'ipv4 203.0.113.7'],
      ['may be IPv6', by('2001:db8::1'), 'ipv6 2001:db8::1'],
      ['counts before the others', by('203.0.113.7', xff('192.0.2.1')), 'ipv4 203.0.113.7'],
      ['is unknown where it is missing', by(undefined, xff('192.0.2.1')), 'unknown: no-platform-header'],
      ['is unknown where it is empty', by(''), 'unknown: malformed'],
      ['is unknown where it says two', by('192.0.2.1, 203.0.113.7'), 'unknown: malformed'],
      ['is unknown where it comes twice', by(['192.0.2.1', '203.0.113.7']), 'unknown: malformed'],
      ['is unknown where it is none', by('nonsense'), 'unknown: malformed'],
      [
        'is the peer where that is not trusted',
        of('192.0.2.5', { 'x-azure-socketip': '203.0.113.7' }, 'X-Azure-SocketIP'),
        'ipv4 192.0.2.5',
      ],
    ];
    for (const [outcome, seen, is] of rows) it(outcome, () => assert.equal(seen, is));
  });

  const byte = fc.integer({ min: 0, max: 255 });
  const outside = fc.tuple(byte, byte, byte).map(([a, b, c]) => `203.${a}.${b}.${c}`);
  const hop = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('10.0.0.1', '198.51.100.1', 'unknown', '_x', '', '"', 'for="', ', ', ';', '\\'),
    fc.string({ maxLength: 12 }),
  );
  const written = fc.array(hop, { maxLength: 6 }).map((hops) => hops.join(','));

  it('is the peer, whatever is written in the headers, if the peer is not trusted', () => {
    fc.assert(
      fc.property(outside, written, written, written, (peer, one, two, three) => {
        const headers = { 'x-forwarded-for': one, forwarded: two, 'x-azure-socketip': three };
        for (const platformHeader of [undefined, 'X-Azure-SocketIP'])
          assert.equal(of(peer, headers, platformHeader), `ipv4 ${peer}`);
      }),
    );
  });

  const farProxies = fc.array(fc.constantFrom('10.0.0.3', '10.0.0.200', '198.51.100.1', '2001:db8:ffff::5'), {
    maxLength: 4,
  });

  it('is the real one, whatever the browser wrote, if exactly the trusted proxies append', () => {
    fc.assert(
      fc.property(outside, farProxies, fc.option(written), (client, hops, forged) => {
        const appended = [...(forged === null ? [] : [forged]), client, ...hops].join(', ');
        assert.equal(of('10.0.0.1', xff(appended)), `ipv4 ${client}`);
      }),
    );
  });

  it('is the real one or unknown, whatever the browser wrote, if they append to Forwarded', () => {
    const element = (address: string) => (address.includes(':') ? `for="[${address}]:80"` : `for=${address}`);
    fc.assert(
      fc.property(
        outside,
        farProxies,
        fc.option(written),
        fc.option(written),
        (client, hops, forged, other) => {
          const appended = [...(forged === null ? [] : [forged]), ...[client, ...hops].map(element)].join(
            ', ',
          );
          const seen = of('10.0.0.1', { forwarded: appended, 'x-forwarded-for': other ?? undefined });
          if (!seen.startsWith('unknown')) assert.equal(seen, `ipv4 ${client}`);
          if (forged === null && other === null) assert.equal(seen, `ipv4 ${client}`);
        },
      ),
    );
  });
});
