// Every command that Teams suggests, written to the real bot in the place where it is suggested: none is dead.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { GROUP_CHAT_ID, personalChatId, TEAM } from '../../sandbox/chat/conversations.ts';
import { GRACE } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const places = {
  personal: personalChatId(GRACE),
  team: TEAM.id,
  groupChat: GROUP_CHAT_ID,
};
const scope = z.enum(['personal', 'team', 'groupChat']);
const manifest = z
  .object({
    bots: z.tuple([
      z.object({
        scopes: z.array(scope),
        commandLists: z.array(
          z.object({ scopes: z.tuple([scope]), commands: z.array(z.object({ title: z.string() })) }),
        ),
      }),
    ]),
  })
  .parse(JSON.parse(readFileSync(new URL('../../manifest/manifest.json', import.meta.url), 'utf8')));
const [{ scopes, commandLists }] = manifest.bots;
/** What the store's rules want answered besides, and something that nobody could understand. */
const always = ['Hi', 'hello', 'HELP', 'thanks', 'abracadabra sesame', '<at>everybody</at> ]]> {"a":1}'];

describe('the commands that Teams suggests', function () {
  this.timeout(120_000);
  let world: LocalWorld;
  before(async () => {
    world = await startLocalWorld({ variables: { SETUP: 'on', REVOKE: 'delete-rule' } });
  });
  after(() => world.stop());

  const posts = (place: string) => world.chat.messages(place).filter(({ from }) => from === 'bot');

  /** The first answer to a sentence, as text or as a card's JSON. */
  async function answer(place: string, sentence: string): Promise<string> {
    const before = posts(place).length;
    await world.chat.sendAs(
      GRACE.id,
      place,
      place === places.personal ? sentence : `@JIT Access ${sentence}`,
    );
    const { content } = await until(() => posts(place)[before], 20);
    return content.card === undefined ? content.text : JSON.stringify(content.card);
  }

  for (const place of scopes)
    it(`are greeted with a help that has a way on (${place})`, () => {
      const [welcome] = posts(places[place]);
      assert.match(welcome?.content.text ?? '', /Write for example:.*`rdp to web-01 for 1h`/s);
    });

  for (const { scopes: where, commands } of commandLists)
    for (const { title } of commands)
      it(`are answered as what they are (${where[0]}): ${title}`, async () => {
        assert.doesNotMatch(
          await answer(places[where[0]], title),
          /did not understand|Something broke|cannot reach my database|Nothing was (opened|allowed)\. Write/,
        );
      });

  for (const place of scopes)
    for (const sentence of always)
      it(`are pointed to after anything else (${place}): ${sentence}`, async () => {
        assert.match(
          await answer(places[place], sentence),
          /`rdp to web-01 for 1h`.*`help`|Write for example/s,
        );
      });
});
