// Answers to admins who choose channels.
import { deepEqual, equal } from 'node:assert/strict';
import {
  adminUnknownAnswer,
  channelSetAnswer,
  channelUnsetAnswer,
  notAdminAnswer,
  notInPersonalChatAnswer,
} from '../../cards/channel-answers.ts';
import { approvalsPurpose } from '../../src/domain/channel-purpose.ts';
import { evil, isHarmful } from './card-reading.ts';

describe('channelSetAnswer', () => {
  for (const [answer, said] of [
    [channelSetAnswer('on-call', false), 'On-call notices come to this channel from now on.'],
    [
      channelSetAnswer('on-call', true),
      'On-call notices come to this channel from now on, and no longer to the one before.',
    ],
    [channelSetAnswer('approvals', false, 0), 'Approval requests come to this channel from now on.'],
    [
      channelSetAnswer('approvals/prod', true, 1),
      'Approval requests for “prod” come to this channel from now on, and no longer to the one before. 1 waiting request is asked here now.',
    ],
    [
      channelSetAnswer('approvals', false, 3),
      'Approval requests come to this channel from now on. 3 waiting requests are asked here now.',
    ],
  ] as const)
    it(`says: ${said}`, () => equal(answer, said));
});

describe('channelUnsetAnswer', () => {
  for (const [answer, said] of [
    [channelUnsetAnswer('on-call', true), 'On-call notices go to no channel from now on.'],
    [channelUnsetAnswer('on-call', false), 'No channel was set for on-call notices.'],
    [
      channelUnsetAnswer('approvals', true),
      'Approval requests go to no channel from now on. What needs approval there is refused until one is set.',
    ],
    [channelUnsetAnswer('approvals/prod', false), 'No channel was set for approval requests for “prod”.'],
  ] as const)
    it(`says: ${said}`, () => equal(answer, said));
});

describe('notAdminAnswer', () => {
  for (const [what, can] of [
    ['on-call', 'set the on-call channel'],
    ['approvals', 'set the approvals channel'],
    ['approvals/prod', 'set the approvals channel “prod”'],
    ['history', 'read the history'],
    ['setup', 'set JIT up'],
    ['drift', 'see what is open beside JIT, or acknowledge it'],
    ['jit-status', 'see how JIT is set up (`status web-01` is for everybody)'],
    ['who', 'see who has access to all machines (`who has access to web-01` is for everybody)'],
  ] as const)
    it(`says who can ${can}, and how one becomes that`, () =>
      equal(
        notAdminAnswer(what),
        `Only an admin can ${can}. Whoever runs the bot names admins in \`JIT_ADMINS\`, or under \`admins\` in the access policy.`,
      ));
});

describe('adminUnknownAnswer', () => {
  it('does not say that somebody is no admin where that is not known', () =>
    equal(
      adminUnknownAnswer(),
      'I could not find out whether you are an admin, so nothing was done. Ask again in a few minutes, and tell whoever runs the bot if it stays so.',
    ));
});

describe('notInPersonalChatAnswer', () => {
  it('says what cannot come to a personal chat', () =>
    equal(
      notInPersonalChatAnswer('approvals'),
      'A personal chat cannot take approval requests. Write this in the channel that should get them.',
    ));
});

describe('answers about a channel with a hostile name', () => {
  it('show it as text', () => {
    const purpose = approvalsPurpose(evil);
    const answers = [
      channelSetAnswer(purpose, true, 1),
      channelUnsetAnswer(purpose, true),
      channelUnsetAnswer(purpose, false),
      notAdminAnswer(purpose),
      notInPersonalChatAnswer(purpose),
    ];
    deepEqual(answers.filter(isHarmful), []);
  });
});
