// From a channel to the Entra group of its team.
import assert from 'node:assert/strict';
import { teamGroupOf } from '../../src/teams/team-of.ts';
import type { ConnectorFault } from '../support/fake-teams.ts';
import { thread } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';
import type { JsonObject, Saying } from '../support/teams-activities.ts';

const teamId = '19:general@thread.tacv2';
const group = 'e5b8acc6-7f9c-4da4-9a55-ac6dcebf4b55';

interface Asking {
  readonly team?: Saying['team'];
  readonly details?: JsonObject;
  readonly fault?: ConnectorFault;
}

async function ask({ team, details, fault }: Asking) {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const bot = await runBot(async (context) => {
    resolve(await teamGroupOf(context, bot.log, fault?.kind === 'hang' ? 200 : 10_000));
  });
  try {
    if (details !== undefined) bot.teams.team(teamId, details);
    if (fault !== undefined) bot.teams.failNext(fault);
    const place = thread('ops', '1700000000001');
    await bot.teams.say(bot.url, { text: 'hi', in: place, ...(team !== undefined && { team }) });
    return {
      found: await promise,
      calls: bot.teams.calls,
      log: bot.log.lines.map(({ sentence }) => sentence),
    };
  } finally {
    await bot.stop();
  }
}

describe('the group of a channel’s team', () => {
  it('is what the activity says, in lower case, and nobody is asked', async () => {
    const { found, calls } = await ask({ team: { id: teamId, aadGroupId: group.toUpperCase() } });
    assert.deepEqual([found, calls], [group, []]);
  });

  it('is asked of Teams where the activity does not say', async () => {
    const { found, calls } = await ask({
      team: { id: teamId },
      details: { id: teamId, aadGroupId: group.toUpperCase() },
    });
    assert.deepEqual([found, calls], [group, [`GET /v3/teams/${encodeURIComponent(teamId)}`]]);
  });

  it('is asked of Teams where the activity says nonsense', async () => {
    const { found } = await ask({ team: { id: teamId, aadGroupId: 'all' }, details: { aadGroupId: group } });
    assert.equal(found, group);
  });

  const nowhere: readonly (readonly [string, Asking])[] = [
    ['outside of a team', {}],
    ['of a team without an id', { team: { name: 'Ops' } }],
  ];
  for (const [what, asking] of nowhere)
    it(`is unknown ${what}, and nobody is asked`, async () => {
      const { found, calls } = await ask(asking);
      assert.deepEqual([found, calls], [undefined, []]);
    });

  it('is unknown where Teams does not say', async () => {
    assert.equal((await ask({ team: { id: teamId }, details: { id: teamId } })).found, undefined);
  });

  const faults: readonly (readonly [string, ConnectorFault])[] = [
    ['a 403', { kind: 'answer', status: 403 }],
    ['a 404', { kind: 'answer', status: 404 }],
    ['a 500', { kind: 'answer', status: 500 }],
    ['a cut connection', { kind: 'reset' }],
    ['no answer', { kind: 'hang' }],
    ['a page of HTML', { kind: 'odd', body: '<html></html>' }],
  ];
  for (const [what, fault] of faults)
    it(`is unknown after ${what}, and the log says so`, async () => {
      const { found, log } = await ask({ team: { id: teamId }, fault });
      assert.deepEqual([found, log], [undefined, ['Teams did not say which group a team is']]);
    });
});
