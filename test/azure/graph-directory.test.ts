// Entra groups through Microsoft Graph over real HTTP: what it asks, what it keeps, and that nothing unclear is a yes.
import assert from 'node:assert/strict';
import { createDirectory, type DirectorySettings, noDirectory } from '../../src/azure/graph-directory.ts';
import { type ArmServer, type Received, type Reply, startArmServer } from '../support/arm-server.ts';
import { keptLog } from '../support/kept-log.ts';

const ada = 'a1d4c7e2-3b58-4f60-9c11-6e2f8a7b0d11';
const groupNumber = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [leads, platform] = [groupNumber(1), groupNumber(2)];
const check = `/v1.0/users/${ada}/checkMemberGroups`;
const ownersOf = `/v1.0/groups/${leads}/owners`;
const graphError = (code: string) => ({ error: { code, message: 'the raw text of Graph' } });

/** Answers as Graph does: of the groups asked for, those the person is in. */
const memberOf =
  (...groups: readonly string[]) =>
  ({ body }: Received): Reply => ({ body: { value: groupIdsIn(body).filter((id) => groups.includes(id)) } });

function groupIdsIn(body: unknown): readonly string[] {
  assert.ok(typeof body === 'object' && body !== null && 'groupIds' in body && Array.isArray(body.groupIds));
  return body.groupIds;
}

describe('a directory on Microsoft Graph', () => {
  let server: ArmServer;
  let stranger: ArmServer;
  let log: ReturnType<typeof keptLog>;
  let now: number;
  beforeEach(async () => {
    [server, stranger] = await Promise.all([startArmServer(), startArmServer()]);
    log = keptLog();
    now = 1_700_000_000_000;
  });
  afterEach(() => Promise.all([server.close(), stranger.close()]));

  const directoryWith = (more: Partial<DirectorySettings> = {}) =>
    createDirectory({
      cloud: 'public',
      graphEndpoint: server.origin,
      cacheSeconds: 120,
      log,
      now: () => now,
      ...more,
    });

  describe('asked for memberships', () => {
    it('asks once for all groups, and says yes and no', async () => {
      server.answer('POST', check, memberOf(leads));
      const found = await directoryWith().memberOf(ada, [leads, platform], false);
      assert.deepEqual(
        [...found],
        [
          [leads, true],
          [platform, false],
        ],
      );
      assert.deepEqual(
        server.received.map(({ method, path, body, authorization }) => ({
          method,
          path,
          body,
          authorization,
        })),
        [
          {
            method: 'POST',
            path: check,
            body: { groupIds: [leads, platform] },
            authorization: 'Bearer local-development',
          },
        ],
      );
    });

    it('compares ids without case, and answers in lower case', async () => {
      server.answer('POST', check, { body: { value: [leads.toUpperCase()] } });
      const found = await directoryWith().memberOf(ada.toUpperCase(), [leads.toUpperCase(), leads], false);
      assert.deepEqual([...found], [[leads, true]]);
    });

    it('asks for 20 groups at a time', async () => {
      const groups = Array.from({ length: 45 }, (_, index) => groupNumber(index));
      const mine = groups.filter((_, index) => index % 7 === 0);
      server.answer('POST', check, memberOf(...mine));
      const found = await directoryWith().memberOf(ada, groups, false);
      assert.deepEqual(
        [...found].filter(([, isIn]) => isIn).map(([id]) => id),
        mine,
      );
      assert.deepEqual(
        server.received.map(({ body }) => groupIdsIn(body).length),
        [20, 20, 5],
      );
    });

    it('knows what it could find out where one of several requests fails', async () => {
      const groups = Array.from({ length: 21 }, (_, index) => groupNumber(index));
      server.answer('POST', check, ({ body }) =>
        groupIdsIn(body).length === 1 ? { status: 403, body: {} } : { body: { value: [groupNumber(3)] } },
      );
      const found = await directoryWith().memberOf(ada, groups, false);
      assert.deepEqual(
        [3, 4, 20].map((one) => found.get(groupNumber(one))),
        [true, false, undefined],
      );
      assert.equal(found.size, 21);
    });

    it('asks nothing where there is nothing to ask', async () => {
      const directory = directoryWith();
      assert.deepEqual([...(await directory.memberOf(ada, [], false))], []);
      assert.deepEqual([...(await directory.memberOf('ada', [leads], false))], [[leads, undefined]]);
      assert.deepEqual([...(await directory.memberOf(ada, ['everyone'], false))], [['everyone', undefined]]);
      assert.equal(server.received.length, 0);
    });

    it('does not let one id that is none spoil the question', async () => {
      server.answer('POST', check, memberOf(leads));
      const found = await directoryWith().memberOf(ada, ['../x', leads], false);
      assert.deepEqual(
        [...found],
        [
          ['../x', undefined],
          [leads, true],
        ],
      );
    });
  });

  describe('asked for an owner', () => {
    const owners = (...ids: readonly string[]): Reply => ({ body: { value: ids.map((id) => ({ id })) } });

    it('says yes and no', async () => {
      server.answer('GET', ownersOf, owners(groupNumber(8), ada.toUpperCase()));
      const directory = directoryWith();
      assert.equal(await directory.ownerOf(ada, leads.toUpperCase(), false), true);
      assert.equal(await directory.ownerOf(groupNumber(9), leads, false), false);
      assert.deepEqual(
        server.received.map(({ path, query }) => [path, query]),
        [[ownersOf, { $select: 'id' }]],
      );
    });

    for (const [whose, origin] of [
      ['Graph’s own', () => 'https://graph.microsoft.com'],
      ['the endpoint’s', () => server.origin],
    ] as const)
      it(`reads the list to its end by ${whose} links, only at the endpoint`, async () => {
        server.answer('GET', ownersOf, ({ query }) =>
          query.$skiptoken === 'two'
            ? owners(ada)
            : {
                body: {
                  value: [{ id: groupNumber(8) }],
                  '@odata.nextLink': `${origin()}${ownersOf}?$select=id&$skiptoken=two`,
                },
              },
        );
        assert.equal(await directoryWith().ownerOf(ada, leads, false), true);
        assert.equal(server.received.length, 2);
      });

    for (const [what, link] of [
      ['a stranger', () => `${stranger.origin}/v1.0/next`],
      ['another place at Graph', () => 'https://graph.microsoft.com/beta/x'],
    ] as const)
      it(`does not follow a link to ${what}, and knows nothing then`, async () => {
        const value = [{ id: ada }];
        server.answer('GET', ownersOf, { body: { value, '@odata.nextLink': link() } });
        assert.equal(await directoryWith().ownerOf(ada, leads, false), undefined);
        assert.deepEqual([server.received.length, stranger.received.length], [1, 0]);
      });

    it('gives up a list that leads in circles', async () => {
      const next = `${server.origin}${ownersOf}?again=1`;
      server.answer('GET', ownersOf, { body: { value: [{ id: ada }], '@odata.nextLink': next } });
      assert.equal(await directoryWith().ownerOf(ada, leads, false), undefined);
      assert.equal(server.received.length, 10);
    });

    it('keeps and renews the list like memberships', async () => {
      server.answer('GET', ownersOf, owners(ada), owners());
      const directory = directoryWith();
      assert.equal(await directory.ownerOf(ada, leads, false), true);
      assert.equal(await directory.ownerOf(ada, leads, false), true);
      assert.equal(await directory.ownerOf(ada, leads, true), false);
      assert.equal(await directory.ownerOf(ada, leads, false), false);
    });

    it('knows nothing by an id that is none', async () => {
      const directory = directoryWith();
      assert.equal(await directory.ownerOf('ada', leads, false), undefined);
      assert.equal(await directory.ownerOf(ada, 'leads', false), undefined);
    });
  });

  describe('asked again', () => {
    const ask = async (directory: ReturnType<typeof directoryWith>, fresh = false) =>
      (await directory.memberOf(ada, [leads], fresh)).get(leads);

    it('answers from memory for as long as it is set, and then asks anew', async () => {
      server.answer('POST', check, memberOf(leads), memberOf());
      const directory = directoryWith();
      assert.equal(await ask(directory), true);
      now += 119_999;
      assert.equal(await ask(directory), true);
      now += 1;
      assert.equal(await ask(directory), false);
      assert.equal(server.received.length, 2);
    });

    it('asks only for the groups it does not know', async () => {
      server.answer('POST', check, memberOf(leads));
      const directory = directoryWith();
      await ask(directory);
      await directory.memberOf(ada, [leads, platform], false);
      assert.deepEqual(
        server.received.map(({ body }) => groupIdsIn(body)),
        [[leads], [platform]],
      );
    });

    it('asks at once for a decision, and keeps that answer', async () => {
      server.answer('POST', check, memberOf(leads), memberOf());
      const directory = directoryWith();
      assert.equal(await ask(directory), true);
      assert.equal(await ask(directory, true), false);
      assert.equal(await ask(directory), false);
      assert.equal(server.received.length, 2);
    });

    it('never uses an old answer because Graph is away', async () => {
      server.answer('POST', check, memberOf(leads), { status: 403, body: {} });
      const directory = directoryWith();
      await ask(directory);
      now += 120_000;
      assert.equal(await ask(directory), undefined);
      now -= 60_000;
      assert.equal(await ask(directory), undefined, 'nor when the clock is set back');
    });

    it('does not keep a failure', async () => {
      server.answer('POST', check, { status: 403, body: {} }, memberOf(leads));
      const directory = directoryWith();
      assert.deepEqual([await ask(directory), await ask(directory)], [undefined, true]);
    });

    it('doubts what it kept once a decision could not be told', async () => {
      server.answer('POST', check, memberOf(leads), { status: 403, body: {} });
      const directory = directoryWith();
      await ask(directory);
      assert.deepEqual([await ask(directory, true), await ask(directory)], [undefined, undefined]);
    });

    it('shares one call among all who ask at the same time', async () => {
      server.answer('POST', check, memberOf(leads));
      const directory = directoryWith();
      const both = () => directory.memberOf(ada, [leads, platform], true);
      const answers = await Promise.all([both(), ask(directory), both(), ask(directory, true)]);
      assert.deepEqual(answers[1], true);
      assert.deepEqual(answers[0], answers[2]);
      assert.equal(server.received.length, 1);
    });

    it('keeps people apart', async () => {
      const other = groupNumber(77);
      server.answer('POST', check, memberOf(leads));
      server.answer('POST', check.replace(ada, other), memberOf());
      const directory = directoryWith();
      const answers = await Promise.all([ada, other].map((one) => directory.memberOf(one, [leads], false)));
      assert.deepEqual(
        answers.map((found) => found.get(leads)),
        [true, false],
      );
    });

    it('forgets the oldest where it knows too much', async () => {
      server.answer('POST', check, memberOf(leads));
      const directory = directoryWith({ capacity: 2 });
      await directory.memberOf(ada, [leads], false);
      await directory.memberOf(ada, [platform, groupNumber(3)], false);
      await directory.memberOf(ada, [platform, groupNumber(3)], false);
      assert.equal(server.received.length, 2);
      await directory.memberOf(ada, [leads], false);
      assert.equal(server.received.length, 3);
    });
  });

  describe('without a clear answer knows nothing, logs it and says so in its health', () => {
    const permission =
      'The bot lacks an application permission of Microsoft Graph: it needs User.Read.All and GroupMember.Read.All, ' +
      'with admin consent.';
    const refused = 'Microsoft Graph refused or failed the call';
    const odd = 'Microsoft Graph answered in a way the bot does not understand.';
    const late = 'Microsoft Graph did not answer in time.';
    const notGraph = 'Something other than Microsoft Graph answered the bot.';
    const faults: readonly (readonly [string, Reply, string | undefined, number])[] = [
      ['a 403', { status: 403, body: graphError('Authorization_RequestDenied') }, permission, 1],
      ['a 401', { status: 401, body: {} }, "Microsoft Graph did not accept the bot's sign-in.", 1],
      ['a 400', { status: 400, body: graphError('Request_BadRequest') }, `${refused} (HTTP 400).`, 1],
      ['a 404 of anybody', { status: 404, body: '<html>no</html>' }, notGraph, 1],
      [
        'a 429 with a long Retry-After',
        { status: 429, headers: { 'retry-after': '30' }, body: graphError('TooManyRequests') },
        'Microsoft Graph asks the bot to slow down.',
        1,
      ],
      ['a 429', { status: 429, body: {} }, 'Microsoft Graph asks the bot to slow down.', 1],
      ['a redirect', { status: 302, headers: { location: 'https://graph.microsoft.com/x' } }, notGraph, 1],
      ['a page of HTML', { body: '<html><body>Sign in</body></html>' }, notGraph, 1],
      ['an empty answer', { status: 204 }, notGraph, 1],
      ['an odd answer', { body: { value: [7] } }, odd, 1],
      ['no list', { body: {} }, odd, 1],
      ['a time limit', 'hang', late, 1],
    ];
    for (const [what, reply, problem, calls] of faults)
      it(what, async () => {
        server.answer('POST', check, reply);
        server.answer('GET', ownersOf, reply);
        const directory = directoryWith({ timeLimitMilliseconds: 300 });
        const found = await directory.memberOf(ada, [leads], false);
        assert.deepEqual([...found], [[leads, undefined]]);
        assert.deepEqual(directory.health(), { problem });
        assert.equal(server.received.length, calls);
        assert.equal(await directory.ownerOf(ada, leads, false), undefined);
        assert.deepEqual(
          log.lines.map(({ level, sentence }) => [level, sentence]),
          [
            ['warn', problem],
            ['warn', problem],
          ],
        );
        assert.doesNotMatch(
          JSON.stringify(log.lines.map(({ facts }) => facts)),
          /raw text|local-development/,
        );
      });

    it('a broken Graph, after asking three times', async () => {
      server.answer('POST', check, { status: 503, body: {} });
      const directory = directoryWith();
      assert.equal((await directory.memberOf(ada, [leads], false)).get(leads), undefined);
      assert.deepEqual([directory.health().problem, server.received.length], [`${refused} (HTTP 503).`, 3]);
    });

    it('a Graph that is not there', async () => {
      await server.close();
      const directory = directoryWith();
      assert.equal((await directory.memberOf(ada, [leads], false)).get(leads), undefined);
      assert.equal(directory.health().problem, 'Microsoft Graph could not be reached.');
    });
  });

  it('asks again where the connection breaks or Graph wants a moment', async () => {
    server.answer('POST', check, 'reset', { status: 429, headers: { 'retry-after': '0' } }, memberOf(leads));
    assert.equal((await directoryWith().memberOf(ada, [leads], false)).get(leads), true);
  });

  it('knows nothing of a person whom Graph does not know, which is no trouble of Graph’s', async () => {
    server.answer('POST', check, { status: 404, body: graphError('Request_ResourceNotFound') });
    const directory = directoryWith();
    assert.equal((await directory.memberOf(ada, [leads], false)).get(leads), undefined);
    assert.deepEqual(directory.health(), {});
    assert.deepEqual(log.lines[0]?.facts, {
      person: ada,
      groups: [leads],
      status: 404,
      code: 'Request_ResourceNotFound',
      err: undefined,
    });
  });

  it('is well again after the next good answer, each kind of question by itself', async () => {
    server.answer('POST', check, { status: 403, body: {} }, memberOf(leads));
    server.answer('GET', ownersOf, { body: { value: [] } });
    const directory = directoryWith();
    assert.deepEqual(directory.health(), {});
    await directory.memberOf(ada, [leads], false);
    await directory.ownerOf(ada, leads, false);
    assert.match(directory.health().problem ?? '', /User\.Read\.All and GroupMember\.Read\.All/);
    await directory.memberOf(ada, [leads], false);
    assert.deepEqual(directory.health(), {});
  });

  it('ends the reading of owners with one limit for all pages', async () => {
    const next = `${server.origin}${ownersOf}?page=2`;
    server.answer('GET', ownersOf, { body: { value: [], '@odata.nextLink': next } }, 'hang');
    const directory = directoryWith({ timeLimitMilliseconds: 200 });
    assert.equal(await directory.ownerOf(ada, leads, false), undefined);
    assert.equal(directory.health().problem, 'Microsoft Graph did not answer in time.');
  });

  for (const [cloud, graph] of [
    ['public', 'https://graph.microsoft.com'],
    ['usgovernment', 'https://graph.microsoft.us'],
    ['china', 'https://microsoftgraph.chinacloudapi.cn'],
  ] as const)
    it(`follows links to ${graph} in the ${cloud} cloud`, async () => {
      server.answer('GET', ownersOf, ({ query }) =>
        query.page === '2'
          ? { body: { value: [{ id: ada }] } }
          : { body: { value: [], '@odata.nextLink': `${graph}${ownersOf}?page=2` } },
      );
      assert.equal(await directoryWith({ cloud }).ownerOf(ada, leads, false), true);
    });

  it('refuses plain http beyond loopback', () => {
    assert.throws(
      () => directoryWith({ graphEndpoint: 'http://graph.example' }),
      /The Graph endpoint may use plain http only on loopback/,
    );
  });
});

describe('no directory', () => {
  it('knows nothing of anybody, and has no problem', async () => {
    assert.deepEqual(
      [...(await noDirectory.memberOf(ada, [leads.toUpperCase()], true))],
      [[leads, undefined]],
    );
    assert.equal(await noDirectory.ownerOf(ada, leads, true), undefined);
    assert.deepEqual(noDirectory.health(), {});
  });
});
