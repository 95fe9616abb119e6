// Fuzzes what comes to the bot's pages: chains of proxies, signed links, forms. Nobody's word is taken but a trusted proxy's.
import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { clientAddress } from '../../../src/web/client-address.ts';
import { createLinks } from '../../../src/web/links.ts';
import { readForm } from '../../../src/web/read-form.ts';
import { trustedProxies } from '../../../src/web/trusted-proxies.ts';
import { hostileText } from '../hostile-text.ts';
import { pureTarget } from '../target.ts';

const trusted = ['10.0.0.0/8', '192.0.2.1'];
const isTrusted = trustedProxies(trusted);
/** Without the product's own code. */
const byHand = (address: string): boolean =>
  isIPv4(address) && (address.startsWith('10.') || address === '192.0.2.1');
const mapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const address = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 255 }).map((host) => `10.0.0.${host}`) },
  { weight: 2, arbitrary: fc.constant('192.0.2.1') },
  { weight: 4, arbitrary: fc.nat({ max: 255 }).map((host) => `203.0.113.${host}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2001:db8::1', '::ffff:10.0.0.1', '::ffff:203.0.113.9', '127.0.0.1'),
  },
);
const hop = fc.oneof(
  { weight: 8, arbitrary: address },
  { weight: 2, arbitrary: address.map((one) => (one.includes(':') ? `[${one}]:443` : `${one}:51234`)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('unknown', '_hidden', '', 'localhost', '10.0.0.1.', '010.0.0.1', '10.0.0'),
  },
  { weight: 1, arbitrary: hostileText.map((text) => text.slice(0, 100)) },
);
const chain = fc.array(hop, { maxLength: 6 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const asForwarded = (hops: readonly string[]): string =>
  hops.map((one) => `for="${one.includes(':') && !one.startsWith('[') ? `[${one}]` : one}"`).join(', ');

/** Every hop between the client that is named and the socket was a proxy that is trusted, and passed it on itself. */
function addressIsTrue(
  peer: string,
  x: readonly string[] | undefined,
  standard: readonly string[] | undefined,
): void {
  const headers = {
    ...(x !== undefined && { 'x-forwarded-for': x.join(', ') }),
    ...(standard !== undefined && { forwarded: asForwarded(standard) }),
  };
  const found = clientAddress(peer, headers, { isTrusted });
  if (found.kind === 'unknown') return;
  if (!byHand(mapped(peer))) {
    assert.equal(found.address, mapped(peer), 'an untrusted peer was believed');
    return;
  }
  for (const hops of [x, standard]) {
    if (hops === undefined) continue;
    // Joining and splitting at commas, as the header does.
    const parts =
      hops === x
        ? hops
            .join(', ')
            .split(',')
            .map((one) => one.trim())
        : hops;
    const nearestFirst = parts.toReversed();
    const place = nearestFirst.findIndex((one) => {
      const plain = mapped(
        one.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'),
      );
      return !byHand(plain);
    });
    const first = place < 0 ? nearestFirst.at(-1) : nearestFirst[place];
    if (first === undefined) continue;
    assert.ok(
      mapped(first).includes(found.address) || first.toLowerCase().includes(found.address),
      `${found.address} is behind ${first}, whom nobody trusts`,
    );
  }
}

const links = createLinks(Buffer.alloc(32, 7), () => 'https://jit.example');
const draft = { id: 'req-1', requester: { id: 'ada' }, link: { number: 1, expiresAt: 2000 } };
const token =
  links
    .address(draft as Parameters<typeof links.address>[0])
    ?.split('/')
    .at(-1) ?? '';
const rdpToken = links.findings('ada', 2000)?.split('/').at(-1) ?? '';

/** Only the very text that was signed, for what it was signed. */
function linkIsOurs(typed: string): void {
  for (const read of [links.readAddress, links.readRdp, links.readFindings]) {
    const { kind } = read(typed, 1000);
    const own =
      (read === links.readAddress && typed === token) || (read === links.readFindings && typed === rdpToken);
    assert.equal(kind === 'valid' || kind === 'expired', own, `${kind}: ${typed}`);
  }
}

const tokens = fc
  .record({
    base: fc.constantFrom(token, rdpToken),
    at: fc.nat({ max: 200 }),
    length: fc.nat({ max: 3 }),
    put: hostileText,
  })
  .map(({ base, at, length, put }) => base.slice(0, at) + put.slice(0, 200) + base.slice(at + length));
const anyToken = fc.oneof(
  tokens,
  fc.constantFrom(token, rdpToken, `${token}=`, token.toUpperCase(), ''),
  hostileText,
);

/** An address is confirmed by one field with one IPv4 address, and by nothing else. */
async function formIsOne(body: string, type: string): Promise<void> {
  const request = Object.assign(Object.create(IncomingMessage.prototype), {
    headers: { 'content-type': type },
  });
  const read = await readForm(request, async (_request, limit) => {
    const bytes = Buffer.from(body);
    return bytes.length > limit ? 'too-large' : bytes;
  });
  if (read.kind === 'odd') return assert.ok([400, 413, 415].includes(read.status));
  assert.match(type, /^application\/x-www-form-urlencoded/i);
  const fields = [...new URLSearchParams(body)];
  assert.equal(fields.length, 1);
  if (read.kind === 'renew') return assert.deepEqual(fields, [['renew', '1']]);
  assert.ok(isIPv4(read.shown), read.shown);
  assert.deepEqual(fields, [['address', read.shown]]);
}

const field = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('address', 'renew') },
    { weight: 1, arbitrary: hostileText },
  ),
  fc.oneof(address, fc.constantFrom('1', ''), hostileText),
);
const body = fc.oneof(
  { weight: 3, arbitrary: fc.array(field, { maxLength: 3 }).map((all) => String(new URLSearchParams(all))) },
  { weight: 1, arbitrary: hostileText },
);
const type = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/json',
  'application/x-www-form-urlencodedX',
);

type Input =
  | {
      readonly kind: 'chain';
      readonly peer: string;
      readonly x: readonly string[] | undefined;
      readonly standard: readonly string[] | undefined;
    }
  | { readonly kind: 'link'; readonly token: string }
  | { readonly kind: 'form'; readonly body: string; readonly type: string };

const input: fc.Arbitrary<Input> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('chain' as const),
      peer: address,
      x: maybe(chain),
      standard: maybe(chain),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const), token: anyToken }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('form' as const), body, type }) },
);

export const pages = pureTarget(
  'pages',
  150,
  fc.asyncProperty(input, async (given) => {
    switch (given.kind) {
      case 'chain':
        return addressIsTrue(given.peer, given.x, given.standard);
      case 'link':
        return linkIsOurs(given.token);
      case 'form':
        return formIsOne(given.body, given.type);
    }
  }),
);
