// Which texts are IPv6.
import assert from 'node:assert/strict';
import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isIpv6 } from '../../src/domain/ipv6.ts';

describe('isIpv6', () => {
  const table: Record<string, boolean> = {
    '::': true,
    '::1': true,
    '::/0': true,
    '2001:db8::/32': true,
    'fe80::1%eth0': true,
    '1:2:3:4:5:6:7:8': true,
    '::ffff:1.2.3.4': true,
    '1:2:3:4:5:6:1.2.3.4': true,
    '1:2:3:4:5:6:7': false,
    '1:2:3:4:5:6:7:8:9': false,
    '1::2::3': false,
    '12:34': false,
    '1.2.3.4': false,
    '1.2.3.4:80': false,
    'web-01': false,
    '': false,
    ':::': false,
    'g::1': false,
  };
  for (const [text, expected] of Object.entries(table))
    it(`says ${expected ? 'yes' : 'no'} to ${JSON.stringify(text)}`, () => {
      assert.equal(isIpv6(text), expected);
    });

  it("agrees with Node's parser on addresses", () => {
    const nearly = fc.string({ unit: fc.constantFrom('0', 'f', ':', '::', '1'), maxLength: 16 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), nearly), (text) => {
        assert.equal(isIpv6(text), isIPv6(text));
      }),
      { numRuns: 2000 },
    );
  });
});
