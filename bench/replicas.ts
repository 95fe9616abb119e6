// What replicas on one PostgreSQL cost, and how soon one takes over from another: the figures of docs/scaling.md.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../sandbox/chat/people.ts';
import { startPostgres } from '../test/support/real-postgres.ts';
import { type ReplicaWorld, startReplicaWorld } from '../test/support/replica-world.ts';
import { until } from '../test/support/until.ts';
import type { Finding, Section } from './section.ts';

const count = 3;
const idleSeconds = 60;
/** Rows of each table that are made of real ones, to see what a row takes with its indexes. */
const copies = 20_000;

/** Each by another person, so that whose card is whose is plain. */
const asked: readonly { readonly who: ChatPerson; readonly sentence: string }[] = [
  { who: ADA, sentence: 'rdp to web-01 for 1m from 203.0.113.7' },
  { who: OMAR, sentence: 'rdp to web-02 for 1m from 203.0.113.8' },
  { who: LINUS, sentence: 'ssh to ops-01 for 1m from 203.0.113.9' },
  { who: GRACE, sentence: 'ssh to app-01 for 1m from 203.0.113.10' },
];

export const section: Section = {
  name: 'replicas',
  about: `${count} replicas on one PostgreSQL: a minute of idling, ${asked.length} grants of a minute, one replica killed at each of them.`,
  async run() {
    const postgres = await startPostgres();
    const world = await startReplicaWorld(await postgres.freshDatabase(), { count });
    try {
      const idle = await idling(world);
      const lives = await living(world, idle.transactions);
      const rows = await rowsOf(world);
      return [...idle.findings, ...lives, ...rows, await takeover(world)];
    } finally {
      await world.stop();
      await postgres.stop();
    }
  },
};

const numberIn = (rows: readonly Record<string, unknown>[], column: string): number =>
  Number(rows[0]?.[column]);

const transactionsSoFar = async (world: ReplicaWorld): Promise<number> => {
  // The statistics of a session that goes on are passed on about once a second.
  await pause(2000);
  const text =
    'select xact_commit + xact_rollback as sum from pg_stat_database where datname = current_database()';
  return numberIn(await world.rows(text), 'sum');
};

async function idling(world: ReplicaWorld) {
  const before = await transactionsSoFar(world);
  await pause(idleSeconds * 1000);
  const minute = ((await transactionsSoFar(world)) - before) / (idleSeconds / 60);
  const connections = numberIn(
    await world.rows(
      `select count(*)::int as sum from pg_stat_activity where datname = current_database() and application_name = 'jit-access'`,
    ),
    'sum',
  );
  const memory = await Promise.all(world.replicas.map((replica) => residentMegabytes(replica.bot().pid)));
  const findings: readonly Finding[] = [
    { measure: 'idle: transactions per replica and minute', ours: minute / count },
    { measure: 'idle: connections per replica', ours: connections / count, digits: 1 },
    { measure: 'idle: resident memory per replica (MB)', ours: Math.max(...memory) },
  ];
  return { transactions: minute, findings };
}

/** @param idle transactions a minute without anything to do */
async function living(world: ReplicaWorld, idle: number): Promise<readonly Finding[]> {
  const [began, before] = [performance.now(), await transactionsSoFar(world)];
  await Promise.all(asked.map(({ who, sentence }) => ask(world, who, sentence)));
  await until(() => asked.every(({ who }) => world.status(who) === 'Closed'), 200);
  await pause(3000);
  const minutes = (performance.now() - began) / 60_000;
  const own = (await transactionsSoFar(world)) - before - idle * minutes;
  return [{ measure: 'a grant of a minute: transactions, sentence to closed', ours: own / asked.length }];
}

async function ask(world: ReplicaWorld, who: ChatPerson, sentence: string): Promise<void> {
  const chatId = personalChatId(who);
  // On a busy machine a replica may have been too slow for the balancer a moment ago.
  await until(() => world.balancer.ready().some(Boolean), 60);
  await world.chat.sendAs(who.id, chatId, sentence);
  const form = await until(
    () => world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined),
    60,
  );
  await world.chat.press(who.id, form.id, 'Request');
}

/** Real rows, copied until tables and indexes are large enough to be weighed. */
async function rowsOf(world: ReplicaWorld): Promise<readonly Finding[]> {
  await world.rows('create table public.weighed_requests (like jit.requests including indexes)');
  await world.rows('create table public.weighed_audit (like jit.audit including indexes)');
  const columns = `id, version, state, requester_id, conversation_id, activity_id, wake_at, lease_owner, lease_until, document, created_at, updated_at, machine_id, machine_name`;
  await world.rows(
    `insert into public.weighed_requests (${columns}, undecided)
     select ${columns.replace('id,', 'gen_random_uuid(),').replace('activity_id', 'gen_random_uuid()')}, undecided
     from jit.requests, generate_series(1, $1::int / (select count(*)::int from jit.requests))`,
    [copies],
  );
  await world.rows(
    `insert into public.weighed_audit (seq, at, actor, kind, rule, request_id, version, facts)
     select row_number() over (), at, actor, kind, rule, gen_random_uuid(), version, facts
     from jit.audit, generate_series(1, $1::int / (select count(*)::int from jit.audit)) where request_id is not null`,
    [copies],
  );
  const weight = async (table: string): Promise<number> =>
    numberIn(
      await world.rows(
        `select pg_total_relation_size('public.${table}') / (select count(*) from public.${table}) as bytes`,
      ),
      'bytes',
    );
  const entries = numberIn(
    await world.rows(
      'select count(*)::float / count(distinct request_id) as each from jit.audit where request_id is not null',
    ),
    'each',
  );
  const [request, entry] = [await weight('weighed_requests'), await weight('weighed_audit')];
  return [
    { measure: 'a request: bytes of its row, with indexes', ours: request },
    { measure: 'a request: audit entries', ours: entries, digits: 1 },
    { measure: 'an audit entry: bytes, with indexes', ours: entry },
    { measure: 'a request with its trail: kilobytes', ours: (request + entries * entry) / 1000, digits: 1 },
  ];
}

/** The replica that asked Azure is killed with the call on its way; another one says Ready. */
async function takeover(world: ReplicaWorld): Promise<Finding> {
  const seconds: number[] = [];
  for (const [index, { who, sentence }] of asked.slice(0, count).entries()) {
    const replica = world.replicas[index];
    if (replica === undefined) throw new Error('unreachable: there are so many');
    world.azure.faults.add({ match: 'initiate', action: { delayMs: 1000 } });
    // The sentence is another's, the button this one's.
    const chatId = personalChatId(who);
    const cards = () => world.chat.messages(chatId).filter(({ content }) => content.card !== undefined);
    const before = cards().length;
    world.balancer.next(index + 1);
    await world.chat.sendAs(who.id, chatId, sentence);
    const form = await until(() => cards()[before], 30);
    world.balancer.next(index);
    await world.chat.press(who.id, form.id, 'Request');
    await until(() => world.azure.faults.list().length === 0);
    const killed = performance.now();
    await replica.bot().kill();
    await until(() => world.status(who) === 'Ready', 120);
    seconds.push((performance.now() - killed) / 1000);
    await replica.restart();
    await until(() => world.balancer.ready().every(Boolean), 60);
  }
  return {
    measure: 'a replica killed while it opens a port: another says ready after, at most (s)',
    ours: Math.max(...seconds),
    goal: { of: 'ours', is: 'at most', value: 30 },
    digits: 1,
  };
}

async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
