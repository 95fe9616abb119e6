// Proxies that are trusted: how they may be named, and where a block ends.
import assert from 'node:assert/strict';
import { isProxyBlock, trustedProxies } from '../../src/web/trusted-proxies.ts';

describe('a proxy that is trusted', () => {
  const fits: readonly (readonly [string, boolean])[] = [
    ['10.0.0.1', true],
    ['10.0.0.0/8', true],
    ['10.0.0.5/8', true],
    ['203.0.113.7/32', true],
    ['2001:db8::/32', true],
    ['fc00::/7', true],
    ['::1', true],
    ['0.0.0.0/0', false],
    ['0.0.0.0/7', false],
    ['::/0', false],
    ['c000::/6', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/08', false],
    ['10.0.0.0/', false],
    ['10.0.0.0/8/8', false],
    ['10.0.0/8', false],
    ['::ffff:10.0.0.0/104', false],
    ['fe80::1%eth0', false],
    ['proxy.example.com', false],
    ['*', false],
    ['', false],
  ];
  for (const [text, can] of fits)
    it(`${can ? 'can' : 'cannot'} be named ${JSON.stringify(text)}`, () =>
      assert.equal(isProxyBlock(text), can));

  it('is in its block to the last address, and the next one is not', () => {
    const inBlock = trustedProxies(['10.0.0.0/30', '2001:db8::/126']);
    const asked = ['10.0.0.3', '10.0.0.4'].map((address) => inBlock({ kind: 'ipv4', address }));
    const asked6 = ['2001:db8::3', '2001:db8::4'].map((address) => inBlock({ kind: 'ipv6', address }));
    assert.deepEqual(
      [asked, asked6],
      [
        [true, false],
        [true, false],
      ],
    );
  });

  it('is never made of what cannot be one', () => {
    assert.throws(() => trustedProxies(['*']), /no address or CIDR/);
  });
});
