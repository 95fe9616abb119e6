// Who is an admin: by the settings, by the access policy in force, and by groups that the directory is asked about.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createAdmins } from '../../src/access/admins.ts';
import type { PolicyInForce, RequesterParty } from '../../src/domain/policy/access-policy.ts';
import type { Known } from '../../src/domain/policy/question.ts';
import { afterLook, noPolicyYet } from '../../src/policy/policy-state.ts';
import { policyOf } from '../support/hearings.ts';
import { ada, grace, olu as linus } from '../support/requests.ts';

const person = ({ id, name }: { readonly id: string; readonly name: string }): RequesterParty => ({
  kind: 'person',
  id,
  name,
});
const group = (id: string): RequesterParty => ({ kind: 'group', id, name: id });
const naming = (...admins: readonly RequesterParty[]): PolicyInForce => {
  const inForce = policyOf();
  assert.ok(inForce.kind === 'in-force');
  return { ...inForce, policy: { ...inForce.policy, admins } };
};

/** @param knows of each group whether the person asked about is in it; of others it says nothing */
function office(policy: PolicyInForce, knows: Readonly<Record<string, Known>> = {}, named = [grace.id]) {
  const asked: string[] = [];
  const admins = createAdmins({
    named,
    policySource: { current: () => policy },
    directory: {
      memberOf: async (personId, ids, fresh) => {
        asked.push(`${personId === ada.id ? 'ada' : personId} in ${ids.join()}${fresh ? ' now' : ''}`);
        return new Map(ids.map((id): [string, Known] => [id, knows[id]]));
      },
    },
  });
  return { admins, asked };
}

describe('an admin', () => {
  const cases: readonly (readonly [
    what: string,
    policy: PolicyInForce,
    knows: Readonly<Record<string, Known>>,
    expected: boolean | undefined,
  ])[] = [
    ['is whom the policy names', naming(person(ada)), {}, true],
    ['is who is in a group of the policy', naming(group('a')), { a: true }, true],
    [
      'is who is in one group, whatever is not known of others',
      naming(group('a'), group('b')),
      { b: true },
      true,
    ],
    ['is not who is in none of the groups', naming(group('a'), group('b')), { a: false, b: false }, false],
    ['is perhaps who may be in a group', naming(group('a'), group('b')), { a: false }, undefined],
    ['is perhaps who may be in the only group', naming(group('a')), {}, undefined],
    ['is not whom the policy does not name', naming(person(linus)), {}, false],
    ['is nobody by an empty list', naming(), {}, false],
    ['is nobody by a policy without admins', policyOf(), {}, false],
    ['is nobody by a policy that is missing', { kind: 'none', why: 'missing' }, {}, false],
    ['is nobody by a policy that cannot be read', { kind: 'none', why: 'unreadable' }, {}, false],
  ];
  for (const [what, policy, knows, expected] of cases)
    it(what, async () => assert.equal(await office(policy, knows).admins.isAdmin(ada.id), expected));

  for (const [what, policy] of [
    ['and Entra does not answer', naming(group('a'))],
    ['and there is no policy', { kind: 'none', why: 'missing' }],
  ] as const)
    it(`is whom the settings name, ${what}; the directory is not asked`, async () => {
      const { admins, asked } = office(policy);
      assert.deepEqual([await admins.isAdmin(grace.id), asked], [true, []]);
    });

  it('is asked of the directory afresh each time, once for all groups', async () => {
    const { admins, asked } = office(naming(group('a'), person(linus), group('b'), group('a')), { a: true });
    await admins.isAdmin(ada.id);
    await admins.isAdmin(ada.id);
    assert.deepEqual(asked, ['ada in a,b now', 'ada in a,b now']);
  });

  it('is perhaps anybody where the directory breaks', async () => {
    const memberOf = async () => {
      throw new Error('unforeseen');
    };
    const policySource = { current: () => naming(group('a')) };
    const admins = createAdmins({ named: [], policySource, directory: { memberOf } });
    assert.equal(await admins.isAdmin(ada.id), undefined);
  });

  it('follows the policy in force, and stays who they are while a new version cannot be read', async () => {
    const text = (admins: string) =>
      `version: 1\nrules: [{ name: a, decision: refused }]\nadmins: [{ person: ${admins} }]\n`;
    const id = 'a0000000-0000-4000-8000-000000000001';
    const other = 'a0000000-0000-4000-8000-000000000002';
    let state = noPolicyYet;
    const admins = createAdmins({
      named: [],
      policySource: { current: () => state.inForce },
      directory: { memberOf: async () => new Map() },
    });
    const having = async (content: string) => {
      for (let look = 0; look < 2; look += 1)
        state = afterLook(state, { kind: 'content', text: content, fingerprint: content }, 'p.yaml').state;
      return [await admins.isAdmin(id), await admins.isAdmin(other)];
    };
    assert.deepEqual(await having('admins: everyone'), [false, false]);
    assert.deepEqual(await having(text(id.toUpperCase())), [true, false]);
    assert.deepEqual(await having(`${text(other)}admins: again`), [true, false]);
    assert.deepEqual(await having(text(other)), [false, true]);
  });

  it('is never anybody but whom settings, policy or directory surely say', async () => {
    const known = fc.constantFrom<Known>(true, false, undefined);
    const parties = fc.array(
      fc.oneof(
        fc.constantFrom(person(ada), person(linus), person(grace)),
        fc.constantFrom('a', 'b', 'c').map(group),
      ),
      { maxLength: 4 },
    );
    const policies = fc.oneof(
      parties.map((each) => naming(...each)),
      fc.constantFrom<PolicyInForce>(
        policyOf(),
        { kind: 'none', why: 'missing' },
        { kind: 'none', why: 'unreadable' },
      ),
    );
    const truth = fc.record({ a: known, b: known, c: known });
    const someone = fc.constantFrom(ada.id, linus.id, grace.id, '');
    const named = fc.subarray([grace.id, linus.id]);
    await fc.assert(
      fc.asyncProperty(policies, truth, someone, named, async (policy, knows, id, settings) => {
        const listed = policy.kind === 'in-force' ? (policy.policy.admins ?? []) : [];
        const answer = await office(policy, knows, settings).admins.isAdmin(id);
        const said = listed.map((party) =>
          party.kind === 'person'
            ? party.id === id
            : Object.entries(knows).find(([key]) => key === party.id)?.[1],
        );
        const sure = settings.includes(id) || said.includes(true);
        assert.equal(answer, sure ? true : said.includes(undefined) ? undefined : false);
        if (listed.length === 0) assert.equal(answer, settings.includes(id));
      }),
    );
  });
});
