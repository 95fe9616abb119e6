// What a token says of itself, judged before anything is proven. tokens.test.ts has the table over real HTTP.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { channelIssuer, problemOfClaims, problemOfHeader } from '../../src/teams/bot-framework-token.ts';
import { unsignedToken } from '../support/token-maker.ts';

const expected = { issuer: channelIssuer.public, audience: 'b07b07b0-0000-4000-8000-000000000002' };
const claims = { iss: expected.issuer, aud: expected.audience, exp: 2e9, serviceurl: 'https://a.example/' };
const header = { alg: 'RS256', kid: 'k' };

describe('what a token says of itself', () => {
  it('is worth proving where it says all that it must', () =>
    assert.equal(problemOfHeader(`Bearer ${unsignedToken(header, claims, 'AAAA')}`, expected), undefined));

  const lacking = Object.keys(claims).map((name) => [name, { ...claims, [name]: undefined }] as const);
  for (const [name, change] of lacking)
    it(`is incomplete without ${name}`, () =>
      assert.equal(problemOfClaims(change, expected), 'its claims are incomplete'));

  it('is for one service URL, to the letter', () => {
    assert.equal(problemOfClaims(claims, expected, 'https://a.example/'), undefined);
    assert.match(problemOfClaims(claims, expected, 'https://a.example') ?? '', /another service URL/);
  });

  it('is never worth proving, and never throws, whatever else is in the header', () => {
    const part = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('Bearer ', 'bearer ', 'Basic ', ''), part),
        fc.array(part),
        (start, parts) =>
          assert.equal(typeof problemOfHeader(`${start}${parts.join('.')}`, expected), 'string'),
      ),
    );
  });

  it('names nothing of the token when it is refused', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (secret) => {
        const token = unsignedToken(header, { ...claims, aud: secret, iss: secret }, 'AAAA');
        assert.ok(!(problemOfHeader(`Bearer ${token}`, expected) ?? '').includes(secret));
      }),
    );
  });
});
