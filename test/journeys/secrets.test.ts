// Secrets are never told: a whole life of the real process, with every secret set, at the loudest log, through failures of all it
// speaks to; then its output, its books and its chats are searched.
import assert from 'node:assert/strict';
import { Client } from 'pg';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, GRACE } from '../../sandbox/chat/people.ts';
import {
  appPassword,
  azureSecret,
  type ProductionWorld,
  startProductionWorld,
} from '../support/production-world.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';

const chatId = personalChatId(ADA);

/** A secret as it is and in the clothes in which it travels. */
const shapesOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
];

describe('secrets', function () {
  this.timeout(600_000);
  let postgres: RealPostgres;
  let world: ProductionWorld;
  let databaseUrl: string;
  /** What was found out during the life, before it ends. */
  let rows = '';
  let linksKey = '';
  let linkTokens: readonly string[] = [];

  before(async () => {
    postgres = await startPostgres();
    databaseUrl = await postgres.freshDatabase();
    world = await startProductionWorld({
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'debug',
      PUBLIC_URL: 'https://jit.example.com',
    });
    await live();
    await world.bot.stop();
  });
  after(async () => {
    await world?.stop();
    await postgres?.stop();
  });

  /** Everything is used, and everything fails once. */
  async function live(): Promise<void> {
    const fault = (about: object) =>
      fetch(`${world.chat.url}/_sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(about),
      });
    const origin = world.bot.messagesUrl.replace('/api/messages', '');

    await world.chat.sendAs(ADA.id, chatId, 'rdp to web-01 for 1h');
    const card = await until(
      () => world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined),
      60,
    );
    const address = tokensIn(world, 'address')[0] ?? '';
    for (const [path, init] of [
      [`/address/${address}`, {}],
      [`/address/${address}`, { method: 'DELETE' }],
      [`/address/${address}`, { method: 'POST', body: new URLSearchParams({ address: '127.0.0.1' }) }],
      [`/address/${address.slice(0, -1)}`, {}],
      [`/rdp/${address}`, {}],
      [`/other/${address}`, {}],
    ] as const)
      await fetch(`${origin}${path}`, init);

    // Teams and Azure fail while the request is under way.
    await fault({ on: 'update', kind: 'server-error', times: 2 });
    await fault({ on: 'post', kind: 'reset' });
    world.azure.faults.add({ match: 'initiate', action: { status: 500 } });
    world.azure.faults.add({ match: 'GET networkSecurityGroups', action: 'html-502', times: 2 });
    world.azure.faults.add({ match: 'GET networkInterfaces', action: { status: 401 } });
    await world.chat.press(ADA.id, card.id, 'Request', { source: '203.0.113.7' });
    await until(() => world.status() === 'Ready' || world.status() === 'Failed', 180);

    // Callers who bring nothing good.
    const good = world.token();
    for (const authorization of [
      undefined,
      `Basic ${Buffer.from('someone:else').toString('base64')}`,
      `Bearer ${world.token({}, 'stranger')}`,
      `Bearer ${world.token({ exp: 1 })}`,
      `Bearer ${good.slice(0, -4)}AAAA`,
      ...world.microsoft.issued.map((token) => `Bearer ${token}`),
    ])
      await world.send(world.lastSent(), authorization);
    await world.send('{"type":', `Bearer ${good}`);
    await world.send('{}', `Bearer ${good}`);

    rows = await dump(databaseUrl);
    linksKey = /"key" *: *"\\\\x([0-9a-f]{32,})"/.exec(rows)?.[1] ?? '';
    linkTokens = [...tokensIn(world, 'address'), ...tokensIn(world, 'rdp')];

    // The database goes away in the middle, and comes back.
    await postgres.halt();
    await world.chat.sendAs(GRACE.id, personalChatId(GRACE), 'my access');
    await fetch(`${origin}/address/${address}`);
    await fetch(`${origin}/readyz`);
    await postgres.resume();
    await until(async () => (await fetch(`${origin}/readyz`)).ok, 120);
    rows += await dump(databaseUrl);
  }

  const secrets = (): readonly (readonly [string, readonly string[]])[] => [
    ['the bot’s password', shapesOf(appPassword)],
    ['the client secret for Azure', shapesOf(azureSecret)],
    ['the password of the database', shapesOf(new URL(databaseUrl).password)],
    // Their signature is what makes them good; whole ones hold it.
    ['a token of the Bot Framework', world.sentTokens.map((token) => token.split('.')[2] ?? '')],
    ['a token for Azure, Graph or Teams', world.microsoft.issued],
  ];
  const linkSecrets = (): readonly (readonly [string, readonly string[]])[] => [
    ['the token of a link', linkTokens.map((token) => token.split('.')[2] ?? '')],
  ];

  const assertFree = (text: string, all: readonly (readonly [string, readonly string[]])[]): void => {
    for (const [what, shapes] of all) {
      assert.ok(shapes.length > 0 && shapes.every((shape) => shape.length >= 8), `${what} was in the game`);
      assert.deepEqual([what, shapes.filter((shape) => text.includes(shape)).length], [what, 0]);
    }
  };

  it('are not in the output of the process, which tells of all the failures', () => {
    const output = world.bot.output();
    for (const told of [
      /"level":20/,
      /"level":40/,
      /token that was not accepted/,
      /could not be|cannot be reached/,
    ])
      assert.match(output, told);
    assert.doesNotMatch(output, /postgres(ql)?:\/\/[^\s"]*:[^\s"]*@/);
    assertFree(output, [...secrets(), ...linkSecrets(), ['the key of links', [linksKey]]]);
  });

  it('are not in the database, but for the key that links are signed with', () => {
    assert.match(rows, /web-01/);
    assertFree(rows, [...secrets(), ...linkSecrets()]);
  });

  it('are not in the chats, but for the links that are for their reader', () => {
    const said = JSON.stringify(world.chat.conversations.map(({ id }) => world.chat.messages(id)));
    assert.match(said, /web-01/);
    assertFree(said, [...secrets(), ['the key of links', [linksKey]]]);
  });
});

/** The tokens of links on cards. */
const tokensIn = (world: ProductionWorld, page: string): readonly string[] => {
  const text = JSON.stringify(world.chat.messages(chatId));
  const found = text.matchAll(new RegExp(`https://jit\\.example\\.com/${page}/([\\w.-]+)`, 'g'));
  return [...new Set([...found].map(([, token = '']) => token))];
};

/** Every row of every table that is the bot's, as JSON. */
async function dump(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema in ('jit', 'jit_jobs', 'pgboss', 'public') and table_type = 'BASE TABLE'`,
    );
    const all: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: unknown }>(`select row_to_json(t) as row from ${name} t`);
      all.push(...rows.map(({ row }) => JSON.stringify(row)));
    }
    return all.join('\n');
  } finally {
    await client.end();
  }
}
