// From a mention to a person with an Entra object id.
import assert from 'node:assert/strict';
import type { Person } from '../../src/domain/person.ts';
import { personMentioned } from '../../src/teams/person-of.ts';
import { accountOf, type ConnectorFault } from '../support/fake-teams.ts';
import { ada, grace, groupChat, type Place, personalChat, thread } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';
import type { JsonObject } from '../support/teams-activities.ts';

const teamId = '19:general@thread.tacv2';
const place = thread('ops', '1700000000001');

interface Asking {
  readonly in?: Place;
  readonly team?: { readonly id?: string };
  readonly fault?: ConnectorFault;
  readonly account?: JsonObject;
}

/** Asks about Grace in a turn, and tells who she is, where that was asked, and the log's words. */
async function ask({ in: where = place, team, fault, account = accountOf(grace) }: Asking) {
  const { promise, resolve } = Promise.withResolvers<Person | undefined>();
  const bot = await runBot(
    async (context) => {
      resolve(await personMentioned(context, grace.teamsId, bot.log));
    },
    // Short only where nobody answers.
    { tryMilliseconds: fault?.kind === 'hang' ? 100 : 10_000, tries: 1 },
  );
  try {
    for (const id of [teamId, groupChat.id]) bot.teams.members(id, [accountOf(ada), account]);
    if (fault !== undefined) bot.teams.failNext(fault);
    await bot.teams.say(bot.url, { text: 'allow', in: where, ...(team !== undefined && { team }) });
    return {
      person: await promise,
      calls: bot.teams.calls,
      log: bot.log.lines.map(({ sentence }) => sentence),
    };
  } finally {
    await bot.stop();
  }
}

describe('a person who was mentioned', () => {
  it('in a channel is a member of its team', async () => {
    const { person, calls } = await ask({ team: { id: teamId } });
    assert.deepEqual(person, { id: grace.id, name: 'Grace Admin' });
    const path = `/v3/conversations/${encodeURIComponent(teamId)}/members/${encodeURIComponent(grace.teamsId)}`;
    assert.deepEqual(calls, [`GET ${path}`]);
  });

  it('in a group chat is a member of it', async () => {
    assert.deepEqual((await ask({ in: groupChat })).person, { id: grace.id, name: 'Grace Admin' });
  });

  it('has the object id in lower case, under whichever name it comes', async () => {
    const account = { id: grace.teamsId, name: 'Grace', aadObjectId: grace.id.toUpperCase() };
    assert.deepEqual((await ask({ in: groupChat, account })).person, { id: grace.id, name: 'Grace' });
  });

  it('is unknown as a guest whom Entra does not know', async () => {
    assert.equal(
      (await ask({ in: groupChat, account: { id: grace.teamsId, name: 'Guest' } })).person,
      undefined,
    );
  });

  it('is unknown where they are no member', async () => {
    assert.equal((await ask({ in: personalChat(ada) })).person, undefined);
  });

  const faults: readonly (readonly [string, ConnectorFault])[] = [
    ['a 403', { kind: 'answer', status: 403 }],
    ['a 429', { kind: 'answer', status: 429 }],
    ['a cut connection', { kind: 'reset' }],
    ['no answer', { kind: 'hang' }],
    ['a page of HTML', { kind: 'odd', body: '<html></html>' }],
    ['an odd answer', { kind: 'odd', body: { id: 7, objectId: grace.id } }],
  ];
  for (const [what, fault] of faults)
    it(`is unknown after ${what}, and the log says so`, async () => {
      const { person, log } = await ask({ in: groupChat, fault });
      assert.deepEqual([person, log], [undefined, ['Teams did not say who was mentioned']]);
    });
});
