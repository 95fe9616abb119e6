// The tiny Microsoft Graph of the simulator, asked raw and by the bot's own directory.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { TEAM } from '../../../sandbox/chat/conversations.ts';
import { ADA, GRACE, LINUS, OMAR, PEOPLE } from '../../../sandbox/chat/people.ts';
import { GROUP_IDS } from '../../../sandbox/directory-ids.ts';
import { createDirectory } from '../../../src/azure/graph-directory.ts';
import { keptLog } from '../../support/kept-log.ts';

const platform = GROUP_IDS['platform-engineers'];
const leads = GROUP_IDS['sre-leads'];
const everyone = GROUP_IDS['all-engineers'];

describe("the simulator's Microsoft Graph", () => {
  let simulator: AzureSimulator;
  beforeEach(async () => {
    simulator = await startAzureSimulator();
  });
  afterEach(() => simulator.close());

  const directory = () =>
    createDirectory({
      cloud: 'public',
      graphEndpoint: simulator.url,
      cacheSeconds: 120,
      log: keptLog(),
      now: Date.now,
    });
  const groupsOf = async (person: { id: string }) =>
    Object.fromEntries(await directory().memberOf(person.id, [platform, leads, everyone], true));
  const raw = async (method: string, path: string, body?: unknown, token = 'Bearer sandbox') => {
    const answer = await fetch(`${simulator.url}/v1.0/${path}`, {
      method,
      headers: { authorization: token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } };
  };

  it('knows who is in a group, also by way of a group inside it', async () => {
    assert.deepEqual(await groupsOf(ADA), { [platform]: true, [leads]: false, [everyone]: true });
    assert.deepEqual(await groupsOf(GRACE), { [platform]: false, [leads]: true, [everyone]: true });
  });

  it('knows the same people as the chat, all of them in the team’s group', async () => {
    const found = await Promise.all(
      PEOPLE.map(
        async ({ id }) => (await directory().memberOf(id, [TEAM.aadGroupId], true)).values().next().value,
      ),
    );
    assert.deepEqual(found, [true, true, true, true]);
  });

  it('knows who owns a group', async () => {
    assert.equal(await directory().ownerOf(GRACE.id, TEAM.aadGroupId, true), true);
    assert.equal(await directory().ownerOf(ADA.id, TEAM.aadGroupId, true), false);
  });

  it('gives owners in pages', async () => {
    simulator.setInGroup('cloud-operations', 'owners', LINUS.id, true);
    const asked = directory();
    assert.deepEqual(
      await Promise.all([GRACE, LINUS, OMAR].map(({ id }) => asked.ownerOf(id, TEAM.aadGroupId, false))),
      [true, true, false],
    );
  });

  it('takes people out of groups and puts them in when told to, and starts over', async () => {
    simulator.setInGroup('sre-leads', 'members', GRACE.id, false);
    simulator.setInGroup(leads, 'members', ADA.id.toUpperCase(), true);
    assert.deepEqual([(await groupsOf(GRACE))[leads], (await groupsOf(ADA))[leads]], [false, true]);
    simulator.reset();
    assert.deepEqual([(await groupsOf(GRACE))[leads], (await groupsOf(ADA))[leads]], [true, false]);
    assert.throws(() => simulator.setInGroup('nix', 'members', ADA.id, true), /no group 'nix'/);
  });

  it('bears a circle of groups', async () => {
    simulator.setInGroup('platform-engineers', 'members', everyone, true);
    assert.deepEqual(await groupsOf(LINUS), { [platform]: true, [leads]: true, [everyone]: true });
  });

  it('fails when told to', async () => {
    simulator.faults.add({ match: 'POST checkMemberGroups', action: { status: 403, body: {} } });
    const asked = directory();
    assert.equal((await asked.memberOf(ADA.id, [platform], true)).get(platform), undefined);
    assert.equal((await asked.memberOf(ADA.id, [platform], true)).get(platform), true);
  });

  const check = `users/${ADA.id}/checkMemberGroups`;
  const refusals: readonly (readonly [string, string, string, unknown, string, number, string])[] = [
    ['a call without a token', 'POST', check, { groupIds: [leads] }, '', 401, 'AuthenticationFailed'],
    [
      'a stranger',
      'POST',
      'users/00000000-0000-4000-8000-000000000000/checkMemberGroups',
      { groupIds: [leads] },
      'Bearer x',
      404,
      'Request_ResourceNotFound',
    ],
    [
      'more than 20 groups',
      'POST',
      check,
      { groupIds: Array.from({ length: 21 }, () => leads) },
      'Bearer x',
      400,
      'Request_BadRequest',
    ],
    ['an id that is none', 'POST', check, { groupIds: [leads, 'x'] }, 'Bearer x', 400, 'Request_BadRequest'],
    [
      'an unknown group’s owners',
      'GET',
      'groups/00000000-0000-4000-8000-000000000000/owners',
      undefined,
      'Bearer x',
      404,
      'Request_ResourceNotFound',
    ],
    ['what it does not know', 'GET', 'me', undefined, 'Bearer x', 400, 'BadRequest'],
  ];
  for (const [what, method, path, body, token, status, code] of refusals)
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const answer = await raw(method, path, body, token);
      assert.deepEqual([answer.status, answer.body.error?.code], [status, code]);
    });

  it('leaves out a group that does not exist', async () => {
    const answer = await raw('POST', check, { groupIds: [platform, '00000000-0000-4000-8000-000000000000'] });
    assert.partialDeepStrictEqual(answer, { status: 200, body: { value: [platform] } });
  });
});
