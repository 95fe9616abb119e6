// Who is an admin, over real HTTP: by the settings, and by a group of the access policy that Microsoft Entra is asked about.
import assert from 'node:assert/strict';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, type ChatPerson, GRACE, LINUS } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

describe('admins of the local world', function () {
  this.timeout(120_000);
  let world: LocalWorld;
  before(async () => {
    world = await startLocalWorld();
  });
  after(() => world.stop());
  afterEach(() => {
    world.azure.faults.clear();
    world.azure.setInGroup('sre-leads', 'members', LINUS.id, true);
  });

  const answerTo = async (person: ChatPerson, sentence: string): Promise<string> => {
    const before = world.said(personalChatId(person)).length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    return until(() => world.said(personalChatId(person))[before]);
  };
  const isNoAdmin = /^Only an admin can read the history\. .*`admins` in the access policy/;
  const isPerhaps = /^I could not find out whether you are an admin/;

  it('are those of the settings, and the members of their group', async () => {
    assert.doesNotMatch(await answerTo(GRACE, 'history web-01'), /Only an admin/);
    assert.doesNotMatch(await answerTo(LINUS, 'history web-01'), /Only an admin/);
    assert.match(await answerTo(ADA, 'history web-01'), isNoAdmin);
  });

  it('are those no more who are taken out of the group', async () => {
    world.azure.setInGroup('sre-leads', 'members', LINUS.id, false);
    assert.match(await answerTo(LINUS, 'history web-01'), isNoAdmin);
  });

  it('are not known while Graph is away, but for those of the settings', async () => {
    world.azure.faults.add({ match: 'checkMemberGroups', times: 1000, action: 'html-502' });
    assert.match(await answerTo(LINUS, 'history web-01'), isPerhaps);
    assert.doesNotMatch(await answerTo(GRACE, 'history web-01'), /an admin/);
  });
});
