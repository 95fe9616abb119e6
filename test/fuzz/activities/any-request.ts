// HTTP requests to the bot's endpoint: activities that were right once, arbitrary JSON, and bodies that are none.
import fc from 'fast-check';
import { ada, grace, groupChat, personalChat, thread } from '../../support/people.ts';
import { clickActivity, messageActivity } from '../../support/teams-activities.ts';
import { hostileText } from '../hostile-text.ts';
import { mutatedJson } from '../mutated-json.ts';
import { anySaid } from '../sentences/said.ts';

export interface AnyRequest {
  readonly body: string;
  readonly contentType: string;
}

const verbs =
  'request approve deny view review cancel done extend my-address again setup-confirm drift-acknowledge nonsense'.split(
    ' ',
  );
const place = fc.constantFrom(personalChat(ada), personalChat(grace), groupChat, thread('channel', '1'));
const common = { id: fc.nat({ max: 10_000_000 }).map(String), from: fc.constantFrom(ada, grace), in: place };

/** @param serviceUrl where answers go */
const goodActivity = (serviceUrl: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc
      .record({ ...common, text: anySaid, mentioningBot: fc.boolean() })
      .map((saying) => messageActivity({ ...saying, serviceUrl })),
    fc
      .record({
        ...common,
        verb: fc.constantFrom(...verbs),
        messageId: fc.constantFrom('message-1', 'message-2', 'none'),
        data: fc.record({
          request: fc.constantFrom('req-1', 'req-2', 'nothing'),
          port: fc.constantFrom('3389', '22'),
          source: fc.constantFrom('203.0.113.7', '*'),
          time: fc.constantFrom('1h', '99h'),
          reason: hostileText,
        }),
        trigger: fc.constantFrom('manual' as const, 'automatic' as const),
      })
      .map((clicking) => clickActivity({ ...clicking, serviceUrl })),
    fc
      .record({
        ...common,
        type: fc.constantFrom(
          'conversationUpdate',
          'installationUpdate',
          'typing',
          'event',
          'invoke',
          'messageReaction',
          'endOfConversation',
        ),
      })
      .map(({ type, ...where }) => ({
        ...messageActivity({ ...where, text: '', serviceUrl }),
        type,
        action: 'add',
        membersAdded: [{ id: '28:b07b07b0-0000-4000-8000-000000000002' }],
        name: 'adaptiveCard/action',
      })),
  );

const json = 'application/json';
const types = fc.oneof(
  { weight: 30, arbitrary: fc.constant(json) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-8', 'application/jsonp', ''),
  },
);

export const anyRequest = (serviceUrl: string): fc.Arbitrary<AnyRequest> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        body: mutatedJson(goodActivity(serviceUrl), 3).map((activity) => JSON.stringify(activity) ?? 'null'),
        contentType: types,
      }),
    },
    { weight: 2, arbitrary: fc.record({ body: fc.json({ maxDepth: 4 }), contentType: types }) },
    { weight: 1, arbitrary: fc.record({ body: hostileText, contentType: types }) },
    {
      weight: 1,
      arbitrary: fc.record({
        body: fc.constantFrom(
          '[',
          '{"a":',
          `${'['.repeat(20_000)}`,
          `"${'x'.repeat(120_000)}"`,
          '{"type":"message"}',
          '',
        ),
        contentType: types,
      }),
    },
  );
