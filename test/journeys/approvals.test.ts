// Approvals over real HTTP, with several people: who decides, and what no disguise, race or crash can change.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBotProcess } from '../../sandbox/bot-process.ts';
import { cardActivity } from '../../sandbox/chat/activity-to-bot.ts';
import {
  APPROVALS_CHANNEL_ID,
  ON_CALL_CHANNEL_ID,
  personalChatId,
  TEAM,
} from '../../sandbox/chat/conversations.ts';
import type { ActOutcome } from '../../sandbox/chat/invoke-answer.ts';
import { outcomeOf } from '../../sandbox/chat/invoke-answer.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { sendToBot } from '../support/fake-teams.ts';
import { freePort } from '../support/free-port.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';

const ofTheLocalWorld = fileURLToPath(new URL('../../sandbox/access-policy.yaml', import.meta.url));
const database = 'sql prod-sql-1 1m from 203.0.113.7 because INC-1234 disk full';
const payments = 'ssh pay-01 1m from 203.0.113.7';

/** A world with an approvals channel, and the ways in which people act in it. */
async function approvalsWorld(variables: Readonly<Record<string, string>> = {}) {
  const world = await startLocalWorld({ variables });
  await world.chat.sendAs(GRACE.id, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');

  const cardsIn = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ content }) => content.card !== undefined);
  const now = (message: ChatMessage): ChatMessage =>
    cardsIn(message.conversationId).find(({ id }) => id === message.id) ?? message;
  const textOf = (message: ChatMessage, person: ChatPerson): string =>
    JSON.stringify(cardFor(now(message), person.id));
  const status = (message: ChatMessage, person: ChatPerson) => statusWord(cardFor(now(message), person.id));

  async function ask(person: ChatPerson, sentence: string): Promise<ChatMessage> {
    const before = cardsIn(personalChatId(person)).length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    return until(() => cardsIn(personalChatId(person))[before]);
  }

  /** Asks and sends the form. @returns the requester's card, and the approvers'. */
  async function send(person: ChatPerson, sentence: string) {
    const before = cardsIn(APPROVALS_CHANNEL_ID).length;
    const own = await ask(person, sentence);
    await world.chat.press(person.id, own.id, 'Request');
    const decision = await until(() => cardsIn(APPROVALS_CHANNEL_ID)[before], 20);
    return { own, decision, requestId: requestIn(decision) };
  }

  const requestIn = (message: ChatMessage): string =>
    /"request":"([^"]+)"/.exec(JSON.stringify(message.content.card))?.[1] ?? assert.fail('no request id');

  const act = (
    person: ChatPerson,
    message: ChatMessage,
    verb: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<ActOutcome> => world.chat.act(person.id, message.conversationId, message.id, { verb, data });

  const initiates = (machine: string) =>
    world.azure.requests().filter(({ body }) => JSON.stringify(body).toLowerCase().includes(`/${machine}"`))
      .length;

  return { world, cardsIn, now, textOf, status, ask, send, act, initiates };
}

type Approvals = Awaited<ReturnType<typeof approvalsWorld>>;

describe('approvals among people', function () {
  this.timeout(240_000);
  let on: Approvals;
  let world: LocalWorld;
  before(async () => {
    on = await approvalsWorld();
    world = on.world;
  });
  after(() => world.stop());

  const saysNo = (answer: ActOutcome, words: RegExp): void => {
    assert.equal(answer.kind, 'message');
    assert.match(answer.text, words);
  };

  it('asks one channel with what the server knows, and opens on a yes; requester and approvers see it', async () => {
    const { own, decision } = await on.send(ADA, database);
    await until(() => on.status(own, ADA) === 'Waiting for approval');
    const card = on.textOf(decision, GRACE);
    for (const fact of ['prod-sql-1', ADA.id, '1433', '203.0.113.7', 'INC-1234', 'production database'])
      assert.ok(card.includes(fact), `the card does not say ${fact}`);
    assert.equal(on.initiates('prod-sql-1'), 0);

    await world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 30);
    await until(() => on.status(decision, OMAR) === 'Approved');
    assert.match(on.textOf(decision, LINUS), /Grace Admin/);
    assert.equal(on.initiates('prod-sql-1'), 1);
    assert.ok(world.said(personalChatId(ADA)).some((text) => /Approved.*Grace Admin/s.test(text)));
  });

  it('lets nobody approve their own request: not as an approver, not under another name, not by forged data', async () => {
    const { own, decision, requestId } = await on.send(GRACE, database);
    const forged = {
      request: requestId,
      from: LINUS.id,
      approver: LINUS.id,
      actor: { aadObjectId: LINUS.id, name: LINUS.name },
      aadObjectId: LINUS.id,
      requester: ADA.id,
    };
    for (const verb of ['approve', 'deny'])
      saysNo(await on.act(GRACE, decision, verb, forged), /cannot decide on your own request/);
    // The same person, as their client might call them after a marriage.
    const renamed = { ...GRACE, name: LINUS.name, teamsId: '29:another-account-of-grace' };
    const answer = await sendToBot(
      world.bot().messagesUrl,
      clickBy(world, renamed, decision, 'approve', forged),
    );
    saysNo(outcomeOf(answer), /cannot decide on your own request/);
    assert.equal(on.status(own, GRACE), 'Waiting for approval');

    await world.chat.press(LINUS.id, decision.id, 'Approve');
    await until(() => on.status(own, GRACE) === 'Ready', 30);
  });

  it('lets nobody else decide, and keeps the request as it is', async () => {
    const { own, decision, requestId } = await on.send(ADA, database);
    const before = on.initiates('prod-sql-1');
    for (const verb of ['approve', 'deny', 'approve-less'])
      saysNo(await on.act(OMAR, decision, verb, { request: requestId, less: '30s' }), /can|time/);
    assert.deepEqual(
      [on.status(own, ADA), on.status(decision, GRACE), on.initiates('prod-sql-1')],
      ['Waiting for approval', 'Waiting for approval', before],
    );
    await world.chat.press(GRACE.id, decision.id, 'Deny the request', {
      note: 'Not *today*, see [this](https://evil.example)',
    });
    await until(() => on.status(own, ADA) === 'Denied');
    const told = await until(() => world.said(personalChatId(ADA)).find((text) => text.includes('Denied')));
    assert.match(told, /Grace Admin/);
    assert.match(told, /today/);
    assert.doesNotMatch(told, /\]\(https/);
    assert.equal(on.initiates('prod-sql-1'), before);
  });

  it('grants what is stored, whatever a click says of machine, time, source or person', async () => {
    const { own, decision, requestId } = await on.send(ADA, database);
    await on.act(GRACE, decision, 'approve', {
      request: requestId,
      machine: 'pay-01',
      time: '24h',
      seconds: 86_400,
      source: '0.0.0.0/0',
      port: '3389',
      quorum: 0,
    });
    await until(() => on.status(own, ADA) === 'Ready', 30);
    const sent = world.azure.requests().at(-1);
    assert.match(JSON.stringify(sent?.body), /"number":1433.*203\.0\.113\.7/);
    assert.match(sent?.path ?? '', /rg-data-prod/i);
  });

  it('knows nothing of a request id that is made up, and lets nobody decide with one that is not theirs', async () => {
    const { own, decision } = await on.send(ADA, payments);
    saysNo(await on.act(GRACE, decision, 'approve', { request: 'made-up' }), /know nothing of this card/);
    const form = await on.ask(OMAR, 'rdp to web-01 for 1m from 203.0.113.7');
    const draftId = /"request":"([^"]+)"/.exec(JSON.stringify(form.content.card))?.[1];
    saysNo(await on.act(GRACE, decision, 'approve', { request: draftId }), /know nothing of this card/);
    assert.equal(on.status(form, OMAR), 'Not sent yet');
    await world.chat.press(ADA.id, own.id, 'Withdraw');
    await until(() => on.status(decision, GRACE) === 'Withdrawn');
    assert.equal(on.initiates('pay-01'), 0);
  });

  it('needs two distinct people where the rule says two, however often one of them clicks', async () => {
    const { own, decision, requestId } = await on.send(ADA, payments);
    await world.chat.press(GRACE.id, decision.id, 'Approve');
    const again = await Promise.all(
      [1, 2, 3].map(() => on.act(GRACE, decision, 'approve', { request: requestId })),
    );
    for (const answer of again) saysNo(answer, /approved this already/);
    assert.equal(on.initiates('pay-01'), 0);
    await until(() => /waiting for 1 approval/i.test(on.textOf(own, ADA)));

    await world.chat.press(OMAR.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 30);
    assert.equal(on.initiates('pay-01'), 1);
  });

  it('does not count somebody who has left the team since', async () => {
    const { own, decision, requestId } = await on.send(ADA, payments);
    world.chat.leave(OMAR.id, APPROVALS_CHANNEL_ID);
    world.azure.setInGroup('cloud-operations', 'members', OMAR.id, false);
    saysNo(await on.act(OMAR, decision, 'approve', { request: requestId }), /cannot decide/);
    await world.chat.press(ADA.id, own.id, 'Withdraw');
  });

  it('does not let an approver decide who was taken out of the group a moment ago, though they had just looked', async () => {
    const { own, decision, requestId } = await on.send(ADA, database);
    await on.act(LINUS, decision, 'view', { request: requestId });
    world.azure.setInGroup('sre-leads', 'members', LINUS.id, false);
    saysNo(await on.act(LINUS, decision, 'approve', { request: requestId }), /cannot decide/);
    world.azure.setInGroup('sre-leads', 'members', LINUS.id, true);
    await world.chat.press(ADA.id, own.id, 'Withdraw');
    await until(() => on.status(own, ADA) === 'Withdrawn');
  });

  it('waits, and says so, while the directory cannot be asked', async () => {
    const { own, decision, requestId } = await on.send(ADA, database);
    world.azure.faults.add({ match: 'checkMemberGroups', times: 1000, action: 'html-502' });
    const answer = await on.act(GRACE, decision, 'approve', { request: requestId });
    saysNo(answer, /cannot find out right now/);
    world.azure.faults.clear();
    await world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 30);
  });

  it('approves for less: the grant is as short as the approver said', async () => {
    const { own, decision } = await on.send(ADA, database.replace('1m', '1h'));
    const late = await world.chat
      .press(GRACE.id, decision.id, 'Approve for this time', { less: '2h' })
      .catch(String);
    assert.match(JSON.stringify(late), /not less than/);
    await world.chat.press(GRACE.id, decision.id, 'Approve for this time', { less: '5 min' });
    await until(() => on.status(own, ADA) === 'Ready', 30);
    const { at, body } = world.azure.requests().at(-1) ?? assert.fail('nothing was asked of Azure');
    const ends = /"endTimeUtc":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
    // From when it was chosen to when it arrived some seconds may pass.
    const seconds = (Date.parse(ends) - at) / 1000;
    assert.ok(seconds > 240 && seconds < 301, `it ends ${ends}`);
  });

  it('shows a reason as plain text to approvers, too', async () => {
    const reason =
      '**Approved** [by Grace](https://evil.example) <at>Grace Admin</at> @Grace Admin {{DATE(2026-01-01)}}';
    const { own, decision } = await on.send(ADA, `sql prod-sql-1 1m from 203.0.113.7 because ${reason}`);
    assert.doesNotMatch(on.textOf(decision, GRACE), /\*\*Approved|\]\(http|<at>|https:\/\/evil|\{\{DATE/);
    assert.match(on.textOf(decision, GRACE), /by Grace/);
    await world.chat.press(ADA.id, own.id, 'Withdraw');
  });

  it('answers an old card after a restart with what is true, and does nothing again', async () => {
    const { own, decision, requestId } = await on.send(ADA, database);
    await world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 30);
    const before = on.initiates('prod-sql-1');
    await world.kill();
    await world.restart();
    for (const verb of ['approve', 'deny', 'approve-less']) {
      const answer = await on.act(LINUS, decision, verb, { request: requestId, less: '1m' });
      assert.equal(answer.kind === 'card' && statusWord(answer.card), 'Approved');
    }
    assert.equal(on.initiates('prod-sql-1'), before);
    assert.equal(on.status(own, ADA), 'Ready');
  });

  it('survives being killed between a yes and Azure’s answer: one grant, and the card says by whom', async () => {
    const { own, decision } = await on.send(ADA, database);
    const before = on.initiates('prod-sql-1');
    world.azure.faults.add({ match: 'initiate', action: { delayMs: 1000 } });
    await world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => world.azure.faults.list().length === 0);
    await world.kill();
    await world.restart();
    await until(() => on.status(own, ADA) === 'Ready', 60);
    await until(() => on.status(decision, GRACE) === 'Approved', 30);
    assert.equal(on.initiates('prod-sql-1'), before + 1);
  });

  it('survives being killed while it waits, with its card and its requester’s', async () => {
    const { own, decision } = await on.send(ADA, database);
    await world.kill();
    await world.restart();
    await world.chat.press(LINUS.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 60);
    // Killed between posting the card and writing that down, it posts it once more: the newest is the one kept true.
    await until(() => {
      const newest = on.cardsIn(APPROVALS_CHANNEL_ID).at(-1);
      return newest !== undefined && on.status(newest, GRACE) === 'Approved';
    }, 30);
  });

  it('says that nobody can be asked when the channel is gone, and asks where an admin says so next', async () => {
    const own = await on.ask(ADA, database);
    await fetch(`${world.chat.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ on: 'post', kind: 'bot-disabled', in: APPROVALS_CHANNEL_ID }),
    });
    await world.chat.press(ADA.id, own.id, 'Request');
    for (const place of [personalChatId(ADA), ON_CALL_CHANNEL_ID])
      await until(() => world.said(place).find((text) => /cannot be asked|cannot reach/i.test(text)), 20);
    assert.equal(on.status(own, ADA), 'Waiting for approval');

    await world.chat.sendAs(GRACE.id, TEAM.id, '@JIT Access use this channel for approvals');
    assert.match(world.said(TEAM.id).at(-1) ?? '', /1 waiting request is asked here now/);
    const [decision] = await until(() => (on.cardsIn(TEAM.id).length > 0 ? on.cardsIn(TEAM.id) : undefined));
    await world.chat.press(LINUS.id, decision?.id ?? '', 'Approve');
    await until(() => on.status(own, ADA) === 'Ready', 30);
    await world.chat.sendAs(GRACE.id, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');
  });

  it('opens at once for who breaks glass, tells everybody loudly, and wants somebody else’s review', async () => {
    const before = on.cardsIn(APPROVALS_CHANNEL_ID).length;
    const own = await on.ask(GRACE, `break glass ${database}`);
    await until(() => on.status(own, GRACE) === 'Ready', 30);
    const review = await until(() => on.cardsIn(APPROVALS_CHANNEL_ID)[before]);
    for (const place of [APPROVALS_CHANNEL_ID, ON_CALL_CHANNEL_ID])
      await until(() => world.said(place).find((text) => /break glass|broke glass/i.test(text)));
    saysNo(await on.act(GRACE, review, 'review', { request: idIn(review) }), /somebody else/);
    saysNo(await on.act(OMAR, review, 'review', { request: idIn(review) }), /cannot acknowledge/);
    await world.chat.press(LINUS.id, review.id, 'Acknowledge break glass', { note: 'Seen.' });
    await until(() => /Linus Admin/.test(on.textOf(review, GRACE)));
  });

  it('lets an approver allow somebody in advance, who then waits for nobody', async () => {
    await world.chat.sendAs(GRACE.id, personalChatId(GRACE), 'allow omar sql prod-sql-1 for 2h');
    const answer = await until(() =>
      world.said(personalChatId(GRACE)).find((text) => text.includes('Allowed')),
    );
    assert.match(answer, /omar/i);
    const own = await on.ask(OMAR, database);
    assert.match(on.textOf(own, OMAR), /no approval needed until .* allowed in advance by Grace Admin/);
    await world.chat.press(OMAR.id, own.id, 'Request');
    await until(() => on.status(own, OMAR) === 'Ready', 30);
    assert.match(on.textOf(own, OMAR), /in advance/i);
  });

  /** Says something, and waits for words in what is said to them after it: news of their grants may come first. */
  async function answerTo(person: ChatPerson, sentence: string, words: RegExp): Promise<void> {
    const said = () => world.said(personalChatId(person));
    const before = said().length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    await until(
      () =>
        said()
          .slice(before)
          .some((text) => words.test(text)),
      30,
    );
  }

  it('lets nobody allow in advance who is no approver, nor anybody themselves', async () => {
    await answerTo(OMAR, 'allow ada sql prod-sql-1 today', /Nothing was allowed/);
    await answerTo(GRACE, 'allow grace sql prod-sql-1 for 2h', /cannot allow yourself/);
  });

  it('tells admins what happened to a machine and to a person, and nobody else', async () => {
    await answerTo(GRACE, 'history prod-sql-1', /allowed in advance.*Grace Admin.*for omar/);
    await answerTo(GRACE, 'history omar', /History.*(prod-sql-1|Omar)/s);
    await answerTo(ADA, 'history prod-sql-1', /Only an admin/);
  });
});

/** The activity of a click, as a client of this person would send it. */
function clickBy(
  world: LocalWorld,
  person: ChatPerson,
  message: ChatMessage,
  verb: string,
  data: Readonly<Record<string, unknown>>,
) {
  const conversation =
    world.chat.conversations.find(({ id }) => id === message.conversationId) ?? assert.fail('no such place');
  const occasion = {
    id: `f:${verb}-${person.teamsId}`,
    serviceUrl: `${world.chat.url}/`,
    person,
    conversation,
    threadId: message.threadId,
    at: Date.now(),
    client: { timeZone: 'Europe/Berlin', locale: 'en-GB' },
  };
  return cardActivity(occasion, message.id, { verb, data }, 'manual');
}

const idIn = (message: ChatMessage): string =>
  /"request":"([^"]+)"/.exec(JSON.stringify(message.content.card))?.[1] ?? '';

describe('a policy file that changes under a waiting request', function () {
  this.timeout(180_000);
  let on: Approvals;
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-policy-'));
    file = join(folder, 'access-policy.yaml');
    await writeFile(file, await readFile(ofTheLocalWorld));
    on = await approvalsWorld({ ACCESS_POLICY: file, TURNS_PER_PERSON: '1000' });
  });
  after(async () => {
    await on.world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes the file and waits until the bot has read it: `why` says so. */
  async function rewrite(text: string, then: () => boolean): Promise<void> {
    await writeFile(file, text);
    await until(async () => {
      await on.world.chat.sendAs(OMAR.id, personalChatId(OMAR), 'why sql prod-sql-1 for 1m from 203.0.113.7');
      return then();
    }, 30);
  }
  const lastAnswer = () => on.world.said(personalChatId(OMAR)).at(-1) ?? '';

  it('is refused at the approval when it refuses by then', async () => {
    const { own, decision } = await on.send(ADA, database);
    const before = await readFile(file, 'utf8');
    const freeze = before.replace(
      'rules:\n',
      "rules:\n  - name: freeze\n    when: { machines: ['*'] }\n    decision: refused\n    because: Year end.\n",
    );
    await rewrite(freeze, () => /freeze/.test(lastAnswer()));
    await on.world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => on.status(own, ADA) === 'Refused');
    assert.match(on.textOf(own, ADA), /Year end/);
    assert.equal(on.initiates('prod-sql-1'), 0);
    await rewrite(before, () => !/freeze/.test(lastAnswer()));
  });

  it('stays in force when a new version has mistakes, and the admins’ channel hears of each mistake with its line', async () => {
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace('quorum: 2', 'quorum: none'));
    const told = await until(
      () => on.world.said(APPROVALS_CHANNEL_ID).find((text) => /access policy has a mistake/.test(text)),
      30,
    );
    assert.match(told, /line \d+|:\d+:/);
    const { own, decision } = await on.send(ADA, payments);
    await on.world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => /waiting for 1 approval/i.test(on.textOf(own, ADA)));
    await on.world.chat.press(ADA.id, own.id, 'Withdraw');
    await writeFile(file, before);
  });
});

describe('two processes on one PostgreSQL server', function () {
  this.timeout(240_000);
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  it('take two approvals that arrive together as one grant', async () => {
    const databaseUrl = await postgres.freshDatabase();
    const on = await approvalsWorld({ DATABASE_URL: databaseUrl });
    const { world } = on;
    const second = await startBotProcess({
      port: await freePort(),
      azureUrl: world.azure.url,
      dataDir: tmpdir(),
      variables: { DATABASE_URL: databaseUrl },
    });
    try {
      for (let round = 1; round <= 3; round += 1) {
        const { own, decision, requestId } = await on.send(ADA, database);
        const answers = await Promise.all([
          sendToBot(
            world.bot().messagesUrl,
            clickBy(world, GRACE, decision, 'approve', { request: requestId }),
          ),
          sendToBot(second.messagesUrl, clickBy(world, LINUS, decision, 'approve', { request: requestId })),
        ]);
        for (const answer of answers) {
          const outcome = outcomeOf(answer);
          assert.equal(outcome.kind === 'card' && statusWord(outcome.card), 'Approved');
        }
        await until(() => on.status(own, ADA) === 'Ready', 60);
        assert.equal(on.initiates('prod-sql-1'), round);
      }
    } finally {
      await second.kill();
      await world.stop();
    }
  });
});
