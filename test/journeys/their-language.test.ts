// A refusal of Azure as a German reads it, with the real bot: the card and the history in their language, the books as ever.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { helpAnswer } from '../../cards/answers.ts';
import { sayAgain } from '../../cards/escape.ts';
import { speaking } from '../../cards/language.ts';
import { statusLooks } from '../../cards/status.ts';
import { personalChatId, TEAM } from '../../sandbox/chat/conversations.ts';
import { cardFor } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const locale = 'de-DE';
const inGerman = (english: string): string => speaking(locale, () => sayAgain(english));

describe('a German whom Azure refuses', function () {
  this.timeout(120_000);
  let world: LocalWorld;
  before(async () => {
    world = await startLocalWorld({ locale });
    world.azure.faults.add({
      match: 'POST initiate',
      action: { status: 409, body: { error: { code: 'ScopeLocked', message: 'Raw words of Azure.' } } },
    });
  });
  after(() => world.stop());

  const cardOf = (person: ChatPerson): string => {
    const message = world.chat
      .messages(personalChatId(person))
      .findLast(({ content }) => content.card !== undefined);
    return message === undefined ? '' : JSON.stringify(cardFor(message, person.id));
  };

  it('was greeted in German, and the team in the usual language', () => {
    assert.equal(
      world.said(personalChatId(ADA))[0],
      speaking(locale, () => helpAnswer()),
    );
    assert.equal(world.said(TEAM.id)[0], helpAnswer());
  });

  it('reads in German why, on the card and in the history, and the books have it in English', async () => {
    await world.chat.sendAs(ADA.id, personalChatId(ADA), 'rdp to web-01 for 5m from 203.0.113.7');
    const form = await until(() =>
      world.chat.messages(personalChatId(ADA)).findLast(({ content }) => content.card !== undefined),
    );
    await world.chat.press(ADA.id, form.id, inGerman('Request'));
    await until(() => world.status() === speaking(locale, () => statusLooks.failed.word), 60);
    assert.match(cardOf(ADA), /Eine Sperre in Azure verbietet es\./);
    assert.doesNotMatch(cardOf(ADA), /A lock in Azure|Raw words/);

    await world.chat.sendAs(GRACE.id, personalChatId(GRACE), 'history web-01');
    const history = await until(() =>
      world.said(personalChatId(GRACE)).find((text) => text.includes('Verlauf von web-01')),
    );
    assert.match(history, /fehlgeschlagen.*„Eine Sperre in Azure verbietet es“/);
    assert.doesNotMatch(history, /A lock in Azure/);

    await world.bot().stop();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['src/cli/audit.ts', 'export', '--since', '2026-01-01'],
      { env: { PATH: process.env.PATH ?? '', DATA_DIR: world.dataDir } },
    );
    assert.match(stdout, /"kind":"failed".*A lock in Azure forbids it\./);
    assert.doesNotMatch(stdout, /Sperre/);
  });
});
