// Whose token it is that the token service gave.
import assert from 'node:assert/strict';
import { personToken } from '../../src/teams/person-token.ts';
import { tokenOf } from '../support/token-service.ts';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const tenantId = 'dddddddd-0000-4000-8000-000000000001';
const theirs = tokenOf(id, tenantId);
const encoded = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('a token of the token service', () => {
  it('is taken when it is the person’s, of the tenant', () => {
    const token = personToken({ token: theirs }, { id, tenantId });
    assert.ok(typeof token === 'object');
    assert.equal(token.reveal(), theirs);
  });

  it('is taken in any letter case of the ids, and of any tenant where none is named', () => {
    assert.ok(
      typeof personToken({ token: tokenOf(id.toUpperCase()) }, { id, tenantId: undefined }) === 'object',
    );
  });

  it('can be written into no log', () =>
    assert.equal(JSON.stringify(personToken({ token: theirs }, { id, tenantId })), '{}'));

  for (const [what, token] of [
    ['somebody else’s', tokenOf('aaaaaaaa-0000-4000-8000-000000000002', tenantId)],
    ['of another tenant', tokenOf(id, 'dddddddd-0000-4000-8000-000000000009')],
    ['of nobody', encoded({ tid: tenantId })],
    ['of a number', encoded({ oid: 7, tid: tenantId })],
    ['no token of Entra’s', 'opaque'],
    ['a token of no JSON', 'a.!!!.c'],
  ] as const)
    it(`is foreign when it is ${what}`, () =>
      assert.equal(personToken({ token }, { id, tenantId }), 'foreign'));

  for (const answer of [undefined, null, {}, { token: '' }, { token: 5 }, 'token'])
    it(`is not there in ${JSON.stringify(answer)}`, () =>
      assert.equal(personToken(answer, { id, tenantId }), undefined));
});
