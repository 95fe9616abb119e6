// Asking Azure in the requester's own name, in virtual time: who signs in when, what is away, and kills in between.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../src/access/fault.ts';
import type { PersonToken } from '../../src/access/sign-in-port.ts';
import { type AccessRequest, isEnded } from '../../src/domain/access-request.ts';
import { type AzureModel, azureModel, type Happening } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { newBooks } from '../support/memory-ledger.ts';
import { noon } from '../support/requests.ts';
import { liveThrough } from '../support/short-lives.ts';
import { unwatchedPace as pace } from '../support/unwatched-pace.ts';
import { settleOn } from '../support/wired.ts';

const second = 1000;
const theirs: PersonToken = { reveal: () => 'their token' };

const refusal = { code: 'rule-refuses', rule: 'freeze' } as const;
type Allowed = (seconds: number) => boolean | undefined;

interface World {
  readonly azure: AzureModel;
  /** With which token each initiate was sent; `undefined`: in the bot's name. */
  readonly names: readonly (string | undefined)[];
  /** When it was judged anew, in seconds after noon, and for which end. */
  readonly judged: readonly { readonly at: number; readonly endsAt: number }[];
  readonly texts: readonly string[];
  readonly audit: readonly string[];
  readonly request: AccessRequest;
  readonly seconds: number;
}

/**
 * Runs one approved request from noon until it has ended, or is open.
 * @param tokenAt what the token service says so many seconds after noon
 * @param trouble.kills the writes after which the process dies
 * @param trouble.allowed what the policies say so many seconds after noon; `undefined`: it cannot be told
 */
async function live(
  tokenAt: (seconds: number) => PersonToken | undefined,
  trouble: { happenings?: Happening[]; kills?: number[]; chatFrom?: number; allowed?: Allowed } = {},
): Promise<World> {
  const clock = { at: noon };
  const now = () => clock.at;
  const seconds = () => (clock.at - noon) / second;
  const books = newBooks();
  books.channels.set('on-call', { conversationId: 'on-call' });
  const azure = azureModel(now, trouble.happenings);
  const chat = chatModel();
  const names: (string | undefined)[] = [];
  const judged: { at: number; endsAt: number }[] = [];
  const request = await liveThrough({
    books,
    clock,
    kills: trouble.kills ?? [],
    processOn: (ledger) =>
      settleOn({
        ledger: {
          ...ledger,
          personalChat: async () => (seconds() >= (trouble.chatFrom ?? 0) ? 'her-own-chat' : undefined),
        },
        azure,
        notifier: chat,
        now,
        jit: {
          ...azure,
          open: (opening, as) => {
            names.push(as?.reveal());
            return azure.open(opening);
          },
        },
        signIns: { tokenOf: async () => tokenAt(seconds()) },
        judgeAnew: async (_, at, endsAt) => {
          judged.push({ at: (at - noon) / second, endsAt });
          const allowed = (trouble.allowed ?? (() => true))(seconds());
          if (allowed === undefined) return { kind: 'unknown' };
          return allowed ? { kind: 'allowed' } : { kind: 'not-any-more', refusals: [refusal] };
        },
      }),
    isOver: (stored, wakeAt) => stored.state === 'open' || (isEnded(stored) && wakeAt === undefined),
  });
  const audit = books.audit.map(({ kind }) => kind);
  return { azure, names, judged, texts: chat.texts(), audit, request, seconds: seconds() };
}

const failureOf = ({ request }: World) => (request.state === 'failed' ? request.failure.code : request.state);
const away = () => {
  throw new Fault('unavailable', 'The sign-in service did not answer in time.');
};

describe('settling a request in its requester’s name', () => {
  it('asks Azure at once where they are signed in, and nobody to sign in', async () => {
    const { names, texts, audit, request } = await live(() => theirs);
    assert.deepEqual([names, request.state], [['their token'], 'open']);
    assert.equal(texts.some((text) => /sign-in/.test(text)) || audit.includes('sign-in-asked'), false);
  });

  it('asks them once, in their own chat, and goes on when they have signed in', async () => {
    const { names, texts, audit, request } = await live((at) => (at >= 300 ? theirs : undefined));
    assert.deepEqual([names, request.state], [['their token'], 'open']);
    assert.deepEqual(
      texts.filter((text) => /sign-in/.test(text)),
      ['her-own-chat: sign-in of req-1 to requester'],
    );
    assert.equal(audit.filter((kind) => kind === 'sign-in-asked').length, 1);
    assert.ok(audit.indexOf('sign-in-asked') < audit.indexOf('initiate-sent'));
  });

  it('ends in words when nobody signs in, and nothing was sent by then', async () => {
    const world = await live(() => undefined);
    assert.deepEqual([failureOf(world), world.names, world.azure.sent], ['not-signed-in', [], []]);
    assert.ok(world.seconds >= pace.signIn && world.seconds < pace.signIn + 60, `${world.seconds} s`);
    for (const whom of ['chat-1: failed of req-1 to requester', 'on-call: failed of req-1 to on-call'])
      assert.ok(world.texts.includes(whom), whom);
  });

  it('asks in their own chat as soon as there is one', async () => {
    const { texts, names } = await live((at) => (at >= 800 ? theirs : undefined), { chatFrom: 60 });
    assert.ok(texts.includes('her-own-chat: sign-in of req-1 to requester'));
    assert.deepEqual(names, ['their token']);
  });

  it('tries a token service that is away again, and gives up in time', async () => {
    const back = await live((at) => (at < 60 ? away() : theirs));
    assert.deepEqual([back.names, back.request.state], [['their token'], 'open']);
    const never = await live(away);
    assert.deepEqual([failureOf(never), never.names], ['azure-unavailable', []]);
    assert.ok(never.seconds < pace.openTimeout + 300);
    const { request } = never;
    assert.match(request.state === 'failed' ? request.failure.message : '', /sign-in service did not answer/);
  });

  it('judges anew what had to wait, for the end that Azure would be asked for, and not what did not', async () => {
    const atOnce = await live(() => theirs);
    assert.deepEqual(atOnce.judged, []);
    const waited = await live((at) => (at >= 300 ? theirs : undefined));
    assert.deepEqual([waited.judged.length, waited.request.state], [1, 'open']);
    const { at, endsAt } = waited.judged[0] ?? assert.fail('not judged');
    assert.ok(at >= 300);
    assert.equal(endsAt, waited.azure.taken[0]?.endsAt);
  });

  it('opens nothing that is not allowed any more when they have signed in, and says so', async () => {
    const world = await live((at) => (at >= 300 ? theirs : undefined), { allowed: (at) => at < 200 });
    assert.deepEqual([failureOf(world), world.azure.sent, world.names], ['not-allowed-any-more', [], []]);
    for (const whom of ['chat-1: failed of req-1 to requester', 'on-call: failed of req-1 to on-call'])
      assert.ok(world.texts.includes(whom), whom);
  });

  it('waits where it cannot be told whether it still is, and says that where it never can', async () => {
    const later = await live((at) => (at >= 300 ? theirs : undefined), {
      allowed: (at) => (at >= 420 ? true : undefined),
    });
    assert.deepEqual([later.names, later.request.state], [['their token'], 'open']);
    const never = await live((at) => (at >= 300 ? theirs : undefined), { allowed: () => undefined });
    assert.deepEqual([failureOf(never), never.azure.sent], ['azure-unavailable', []]);
    const { request } = never;
    assert.match(request.state === 'failed' ? request.failure.message : '', /^It cannot be told whether/);
  });

  it('says that they did not sign in where that is what was waited for in the end', async () => {
    const world = await live((at) => (at < 30 ? away() : undefined));
    assert.deepEqual([failureOf(world), world.azure.sent], ['not-signed-in', []]);
  });

  it('asks for the token anew at each attempt, and stops where there is none any more', async () => {
    const again = await live(() => theirs, { happenings: ['unavailable'] });
    assert.deepEqual([again.names, again.request.state], [['their token', 'their token'], 'open']);
    const signedOut = await live((at) => (at === 0 ? theirs : undefined), { happenings: ['unavailable'] });
    assert.deepEqual([failureOf(signedOut), signedOut.names], ['not-signed-in', ['their token']]);
  });

  it('never asks Azure in the bot’s name, and is never forgotten, wherever it is killed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 8 }),
        fc.nat(1200),
        fc.array(fc.constantFrom<Happening>('ok', 'unavailable', 'lost', 'taken-but-unanswered'), {
          maxLength: 3,
        }),
        async (kills, signedInAt, happenings) => {
          const world = await live((at) => (at >= signedInAt ? theirs : undefined), { kills, happenings });
          assert.ok(world.names.every((name) => name === 'their token'));
          assert.ok(world.azure.taken.length <= 1, 'taken twice');
          const ended = failureOf(world);
          assert.ok(ended === 'open' || ended === 'not-signed-in' || ended === 'azure-unavailable', ended);
          if (ended === 'not-signed-in') assert.deepEqual(world.azure.taken, []);
        },
      ),
      { numRuns: 60 },
    ));
});
