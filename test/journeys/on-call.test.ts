// What on-call reads, over real HTTP: quiet lines, loud ones that mention whoever is on duty, and the daily summary.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import type { ChatMessage } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const ofTheLocalWorld = fileURLToPath(new URL('../../sandbox/access-policy.yaml', import.meta.url));
const mention = '<at>Omar On-call</at>';

describe('on-call', function () {
  this.timeout(240_000);
  let world: LocalWorld;
  let folder: string;
  /** The whole minute at which the summary is due: soon after the start. */
  let due: number;

  before(async () => {
    due = Math.ceil((Date.now() + 10_000) / 60_000) * 60_000;
    folder = await mkdtemp(join(tmpdir(), 'jit-access-on-call-'));
    const file = join(folder, 'access-policy.yaml');
    const clock = new Date(due).toISOString().slice(11, 16);
    const policy = await readFile(ofTheLocalWorld, 'utf8');
    await writeFile(
      file,
      policy.replace('people: [omar]', `people: [omar]\n  summary: '${clock}'\n  timeZone: UTC`),
    );
    world = await startLocalWorld({ variables: { ACCESS_POLICY: file, CLOSE_GRACE_SECONDS: '1' } });
  });
  after(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const textsIn = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ from, content }) => from === 'bot' && !content.card);
  const inChannel = (words: RegExp) =>
    textsIn(ON_CALL_CHANNEL_ID).filter(({ content }) => words.test(content.text));
  const alone = (person: ChatPerson, words: RegExp) =>
    textsIn(personalChatId(person)).filter(({ content }) => words.test(content.text));
  const mentionsOf = ({ content }: ChatMessage) => content.mentions;

  async function request(person: ChatPerson, sentence: string): Promise<void> {
    const cards = () => world.chat.messages(personalChatId(person)).filter(({ content }) => content.card);
    const before = cards().length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    const form = await until(() => cards()[before]);
    await world.chat.press(person.id, form.id, 'Request');
  }

  it('is written to alone where no channel is set, each notice once', async () => {
    await world.chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access forget the on-call channel');
    await request(LINUS, 'ssh ops-01 1m from 203.0.113.7');
    const [ready] = await until(() => {
      const found = alone(OMAR, /Ready.*ops-01/s);
      return found.length > 0 && found;
    }, 30);
    assert.ok(ready !== undefined);
    assert.deepEqual([ready.content.mentions, inChannel(/ops-01/)], [[], []]);
    await world.chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access use this channel for on-call');
  });

  it('reads a line without a mention of what goes as it should, and is mentioned for what does not', async () => {
    world.azure.quirk('db-2', { ruleGoesAfterMs: 'never' });
    await Promise.all([
      request(ADA, 'rdp to web-01 for 1m from 203.0.113.7'),
      request(GRACE, 'ssh db-2 1m from 203.0.113.7'),
    ]);
    await until(() => inChannel(/Ready/).length === 2, 30);

    const [overdue] = await until(() => {
      const found = inChannel(/OVERDUE.*db-2/s);
      return found.length > 0 && found;
    }, 120);
    assert.ok(overdue !== undefined);
    assert.ok(overdue.content.text.startsWith(`${mention} 🔴`), overdue.content.text);
    assert.deepEqual(overdue.content.mentions, [mention]);
    world.azure.quirk('db-2', undefined);
    await until(() => inChannel(/Closed.*(web-01|db-2)/s).length === 2, 60);

    for (const machine of ['web-01', 'db-2'])
      for (const word of ['Ready', 'Closed']) {
        const lines = inChannel(new RegExp(`\\*\\*${word}:\\*\\*.*${machine}`, 's'));
        assert.deepEqual(lines.map(mentionsOf), [[]], `${word} of ${machine}`);
        assert.ok(!lines[0]?.content.text.includes('\n'), 'it is one line');
      }
    assert.deepEqual(alone(OMAR, /(Ready|Closed|OVERDUE).*(web-01|db-2)/s), []);
  });

  it('reads the summary once, at its time, in the channel only', async () => {
    const [summary] = await until(() => {
      const found = inChannel(/On-call summary/);
      return found.length > 0 && found;
    }, 120);
    assert.ok(summary !== undefined && summary.at >= due);
    assert.match(summary.content.text, /On call: Omar On-call\./);
    assert.match(summary.content.text, /From \d\d:\d\d on .* to \d\d:\d\d on .* \(UTC\)/);
    assert.deepEqual([summary.content.mentions, alone(OMAR, /On-call summary/)], [[], []]);
    assert.equal(inChannel(/On-call summary/).length, 1);
  });
});
