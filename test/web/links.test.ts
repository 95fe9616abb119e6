// Links to the bot's pages: what they bind, and that nobody else can make one.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLinks, type SignedLinks } from '../../src/web/links.ts';
import { signed } from '../../src/web/signed-token.ts';
import { aDraft, ada, anOpen, noon } from '../support/requests.ts';

const key = new Uint8Array(32).fill(7);
const base = 'https://jit.example.com/bot';
const links = createLinks(key, () => base);
const draft = aDraft();
const open = anOpen();

const tokenIn = (url: string | undefined): string => url?.split('/').at(-1) ?? assert.fail('no link');
const addressToken = tokenIn(links.address(draft));
const rdpToken = tokenIn(links.rdpFile(open));

describe('a link to the address page', () => {
  it('is below the public URL, and safe in a URL', () => {
    assert.match(
      links.address(draft) ?? '',
      /^https:\/\/jit\.example\.com\/bot\/address\/[A-Za-z0-9._-]{60,300}$/,
    );
  });

  it('says which request, whose, which number, and until when', () => {
    assert.deepEqual(links.readAddress(addressToken, noon), {
      kind: 'valid',
      link: { requestId: 'req-1', personId: ada.id, number: 1, expiresAt: noon + 900_000 },
    });
  });

  it('says so still when it has expired', () => {
    const { kind } = links.readAddress(addressToken, noon + 899_999);
    const late = links.readAddress(addressToken, noon + 900_000);
    assert.deepEqual([kind, late.kind, 'link' in late && late.link.requestId], ['valid', 'expired', 'req-1']);
  });

  it('is another for another number, request or person', () => {
    const others = [
      { ...draft, link: { ...draft.link, number: 2 } },
      { ...draft, link: { ...draft.link, expiresAt: noon } },
      { ...draft, id: 'req-2' },
      { ...draft, requester: { ...ada, id: 'somebody' } },
    ].map((each) => links.address(each));
    assert.equal(new Set([links.address(draft), ...others]).size, 5);
  });

  it('is the same for every replica, and there is none without a public URL', () => {
    assert.equal(createLinks(Buffer.from(key), () => base).address(draft), links.address(draft));
    assert.equal(createLinks(key, () => undefined).address(draft), undefined);
  });
});

describe('a link to the file for Remote Desktop', () => {
  it('says which request, and until when', () => {
    assert.deepEqual(links.readRdp(rdpToken, noon), {
      kind: 'valid',
      link: { requestId: 'req-1', expiresAt: open.endsAt },
    });
    assert.equal(links.readRdp(rdpToken, open.endsAt).kind, 'expired');
  });

  it('is there for port 3389 only', () => {
    assert.equal(links.rdpFile({ ...open, terms: { ...open.terms, port: 22 } }), undefined);
  });
});

describe('a token that is not ours', () => {
  type Reader = (links: SignedLinks, token: string) => { readonly kind: string };
  const readers: readonly (readonly [string, string, Reader])[] = [
    ['address', addressToken, (from, token) => from.readAddress(token, noon)],
    ['rdp', rdpToken, (from, token) => from.readRdp(token, noon)],
  ];
  const [, payload = '', mac = ''] = addressToken.split('.');

  it('is forged when it was signed with another key', () => {
    const others = createLinks(new Uint8Array(32).fill(8), () => base);
    for (const [, token, read] of readers) assert.deepEqual(read(others, token), { kind: 'forged' });
  });

  it('is forged when it is for the other purpose', () => {
    assert.deepEqual(links.readRdp(addressToken, noon), { kind: 'forged' });
    assert.deepEqual(links.readAddress(rdpToken, noon), { kind: 'forged' });
  });

  const mangled: readonly (readonly [string, string, string])[] = [
    ['nothing', '', 'malformed'],
    ['a word', 'token', 'malformed'],
    ['of another version', `2.${payload}.${mac}`, 'malformed'],
    ['cut short', addressToken.slice(0, -1), 'malformed'],
    ['with something behind', `${addressToken}A`, 'malformed'],
    ['with a fourth part', `${addressToken}.A`, 'malformed'],
    ['with an unsafe character', `1.${payload}+.${mac}`, 'malformed'],
    ['with padding', `1.${payload}=.${mac}`, 'malformed'],
    ['huge', `1.${'A'.repeat(100_000)}.${mac}`, 'malformed'],
    ['without a payload', `1..${mac}`, 'malformed'],
    ['with a longer payload', `1.${payload}A.${mac}`, 'forged'],
    ['with another signature', `1.${payload}.${'A'.repeat(43)}`, 'forged'],
  ];
  for (const [what, token, kind] of mangled)
    it(`is ${kind}: ${what}`, () => assert.deepEqual(links.readAddress(token, noon), { kind }));

  it('is forged or malformed with any one character changed', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (const [, token, read] of readers)
      fc.assert(
        fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (at, character) => {
          fc.pre(token[at] !== character);
          const { kind } = read(links, token.slice(0, at) + character + token.slice(at + 1));
          assert.ok(kind === 'forged' || kind === 'malformed', `${kind} at ${at}`);
        }),
        { numRuns: 500 },
      );
  });

  it('is malformed when a later version signed something else', () => {
    for (const value of [
      null,
      {},
      [],
      ['req-1', ada.id, 1],
      ['req-1', ada.id, '1', 5],
      ['req-1', ada.id, 1.5, 5],
    ])
      assert.deepEqual(links.readAddress(signed(key, 'address', value), noon), { kind: 'malformed' });
  });
});
