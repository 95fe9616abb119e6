import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { createArm } from '../../src/azure/arm.ts';
import { faultOf } from '../../src/azure/fault-of.ts';
import { createJit } from '../../src/azure/jit.ts';
import { createPortWatch } from '../../src/azure/port-watch.ts';
import { ids } from '../support/arm-bodies.ts';
import { type Answer, type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

const initiateAction = 'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action';
const readAction = 'Microsoft.Network/networkInterfaces/read';
const unauthorized = (action: string) =>
  armError(
    'AuthorizationFailed',
    `The client 'c0ffee' with object id 'c0ffee' does not have authorization to perform action '${action}' over scope '${ids.nic}' or the scope is invalid.`,
  );
const lacks = (permission: string) => ({
  code: 'forbidden',
  message: `The bot lacks the right ${permission} in Azure.`,
  permission,
});
const elsewhere = { code: 'unavailable', message: 'Something other than Azure answered the bot.' };
const slow = { code: 'throttled', message: 'Azure asks the bot to slow down.' };
const busy = { code: 'throttled', message: 'Azure is still busy with another change to the same network.' };

interface Case {
  readonly what: string;
  readonly answer: Answer;
  /** What a write (arm-security) and a read (arm-network) end with; the packages shape their errors differently. */
  readonly write: object;
  readonly read: object;
}

const both = (what: string, answer: Answer, fault: object): Case => ({
  what,
  answer,
  write: fault,
  read: fault,
});

const cases: readonly Case[] = [
  both(
    'a request outside of the policy',
    {
      status: 400,
      body: armError('BadRequest', `The given access request is not a subset of policy '${ids.policy}'.`),
    },
    {
      code: 'rejected',
      message: "Azure says that the port, the source or the time is outside of the machine's JIT policy.",
    },
  ),
  both(
    'a subscription without Defender for Servers',
    {
      status: 409,
      body: armError('Conflict', 'Subscription x is not onboarded to Defender For Servers offering.'),
    },
    {
      code: 'rejected',
      message: 'Defender for Servers is not turned on for this subscription.',
    },
  ),
  both(
    'an unknown refusal',
    { status: 409, body: armError('SomethingNew', 'raw <b>words</b>') },
    {
      code: 'rejected',
      message: 'Azure refused the call (HTTP 409, SomethingNew).',
    },
  ),
  both(
    'a refusal whose code is no code',
    { status: 400, body: armError('<script>', 'x') },
    {
      code: 'rejected',
      message: 'Azure refused the call (HTTP 400).',
    },
  ),
  both(
    'a lock',
    { status: 409, body: armError('ScopeLocked', 'x') },
    { code: 'rejected', message: 'A lock in Azure forbids it.' },
  ),
  both(
    'an Azure Policy',
    { status: 403, body: armError('RequestDisallowedByPolicy', 'x') },
    {
      code: 'rejected',
      message: 'An Azure Policy of your organisation forbids it.',
    },
  ),
  both(
    'a sign-in that is not accepted',
    { status: 401, body: armError('InvalidAuthenticationToken', 'x') },
    {
      code: 'forbidden',
      message: "Azure did not accept the bot's sign-in. An administrator must look at it.",
    },
  ),
  both(
    'a subscription that is not shown',
    { status: 404, body: armError('SubscriptionNotFound', 'x') },
    {
      code: 'forbidden',
      message: 'Azure does not show this subscription to the bot.',
    },
  ),
  both(
    'a missing right that Azure names',
    { status: 403, body: unauthorized('Microsoft.Other/things/read') },
    lacks('Microsoft.Other/things/read'),
  ),
  {
    what: 'a missing right that Azure does not name',
    answer: { status: 403, body: armError('AuthorizationFailed', 'Nein.') },
    write: lacks(initiateAction),
    read: lacks(readAction),
  },
  both('a 404 in HTML', { status: 404, body: '<html>Not found</html>' }, elsewhere),
  both('throttling', { status: 429, body: armError('SubscriptionRequestsThrottled', 'x') }, slow),
  both(
    'throttling with a time',
    { status: 429, headers: { 'retry-after': '900' }, body: armError('TooManyRequests', 'x') },
    {
      ...slow,
      retryAfterSeconds: 900,
    },
  ),
  both(
    'an NSG locked by another write',
    { status: 429, body: armError('RetryableErrorDueToAnotherOperation', 'x') },
    busy,
  ),
  both(
    'an NSG locked by another write, as Azure writes it',
    { status: 429, body: armError('RetryableError', 'x') },
    busy,
  ),
  {
    what: 'a gateway in HTML',
    answer: { status: 504, body: '<html>Timeout</html>' },
    write: { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 504).' },
    read: { code: 'unavailable', message: 'Azure had an error of its own (HTTP 504).' },
  },
  {
    what: 'a request that came too slowly',
    answer: { status: 408, body: {} },
    write: { code: 'in-doubt', message: 'Azure did not answer in time.' },
    read: { code: 'unavailable', message: 'Azure did not answer in time.' },
  },
];

describe('Faults of Azure', () => {
  let server: ArmServer;
  beforeEach(async () => {
    server = await startArmServer();
  });
  afterEach(() => server.close());

  for (const { what, answer, write, read } of cases) {
    it(`tells of ${what}`, async () => {
      const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
      server.answer('POST', ids.initiate, answer);
      server.answer('GET', ids.nic, answer);
      const opening = {
        policyId: ids.policy,
        machineId: ids.machine,
        port: 22,
        source: '203.0.113.7',
        endsAt: 0,
      };
      const address = { interfaceId: ids.nic, privateAddress: '10.0.0.4', primary: true };

      const written = await thrownBy(createJit(arm).open({ ...opening, justification: '' }));
      const looked = await thrownBy(
        createPortWatch(arm, Date.now).filtersOf({ azureId: ids.machine, addresses: [address] }),
      );

      assert.deepEqual({ write: briefly(written), read: briefly(looked) }, { write, read });
    });
  }

  it('knows a failed sign-in as a call that was never sent', () => {
    const error = Object.assign(new Error('CredentialUnavailable: secret details'), {
      name: 'AggregateAuthenticationError',
    });
    assert.deepEqual(briefly(faultOf(error, { write: true })), {
      code: 'unavailable',
      message: 'The bot could not sign in to Azure.',
    });
  });

  for (const thrown of [
    new TypeError('x of undefined'),
    undefined,
    'a string',
    { details: { error: null } },
  ]) {
    it(`makes a doubt of ${String(thrown)} thrown by a write`, () => {
      assert.deepEqual(
        [faultOf(thrown, { write: true }).code, faultOf(thrown, { write: false }).code],
        ['in-doubt', 'unavailable'],
      );
    });
  }

  it('marks what is outside the JIT policy, for those who can find out in what', async () => {
    const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
    const opening = {
      policyId: ids.policy,
      machineId: ids.machine,
      port: 22,
      source: '203.0.113.7',
      endsAt: 0,
    };
    const reasons = [];
    for (const message of [`The given access request is not a subset of policy '${ids.policy}'.`, 'Bad.']) {
      server.answer('POST', ids.initiate, { status: 400, body: { error: { code: 'BadRequest', message } } });
      reasons.push((await thrownBy(createJit(arm).open({ ...opening, justification: '' }))).reason);
    }
    assert.deepEqual(reasons, ['outside-jit-policy', undefined]);
  });

  const ownCases: readonly [what: string, answer: Answer, reason: string | undefined, message: RegExp][] = [
    [
      'a right that is missing',
      { status: 403, body: unauthorized(initiateAction) },
      'own-right',
      /^The requester lacks the right Microsoft\.Security\/.*\/initiate\/action in Azure/,
    ],
    [
      'a sign-in that is not accepted',
      { status: 401, body: armError('InvalidAuthenticationToken', 'expired') },
      'own-right',
      /did not accept the requester's own sign-in/,
    ],
    [
      'a subscription that is not shown',
      { status: 404, body: armError('SubscriptionNotFound', 'not found') },
      'own-right',
      /does not show this subscription to the requester/,
    ],
    ['a lock', { status: 403, body: armError('ScopeLocked', 'locked') }, undefined, /lock in Azure/],
    ['a busy Azure', { status: 429, body: armError('TooManyRequests', 'wait') }, undefined, /slow down/],
  ];
  for (const [what, answer, reason, message] of ownCases)
    it(`asked in the requester’s name, tells of ${what}, and sends it once with their token`, async () => {
      const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
      server.answer('POST', ids.initiate, answer);
      const opening = { policyId: ids.policy, machineId: ids.machine, port: 22, source: '203.0.113.7' };
      const fault = await thrownBy(
        createJit(arm).open({ ...opening, endsAt: 0, justification: '' }, { reveal: () => 'their-token' }),
      );
      assert.equal(fault.reason, reason);
      assert.match(fault.message, message);
      assert.deepEqual(
        server.received.map(({ authorization }) => authorization),
        ['Bearer their-token'],
      );
    });

  it('leaves a fault as it is', () => {
    const fault = new Fault('missing', 'Gone.');
    assert.equal(faultOf(fault, { write: true }), fault);
  });
});
