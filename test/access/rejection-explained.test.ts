// A request that Azure rejects as outside the JIT policy: it ends, says why, and nothing is asked twice.
import assert from 'node:assert/strict';
import type { Jit } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import { rejectionExplained } from '../../src/access/rejection-explained.ts';
import { approvalWorld } from '../support/approval-world.ts';
import type { Happening } from '../support/azure-model.ts';
import { everything } from '../support/hearings.ts';
import { noon, terms, web01 } from '../support/requests.ts';

const rejected = new Fault('rejected', 'Outside of the policy.', { reason: 'outside-jit-policy' });
const attempt = { sentAt: noon, endsAt: noon + 3600_000, outcome: 'unknown' } as const;
const allowing = (allowed: Jit['allowed']): Jit => ({
  open: async () => assert.fail('nothing is opened'),
  listed: async () => assert.fail('nothing is listed'),
  allowed,
});

describe('why an opening was rejected', () => {
  it('is not asked where Azure refused for another reason', async () => {
    const jit = allowing(async () => assert.fail('nothing is read'));
    for (const error of [new Fault('rejected', 'No.'), new Fault('in-doubt', '?'), new Error('x')])
      assert.equal(await rejectionExplained(jit, terms, attempt, error), undefined);
  });

  for (const [what, error, says] of [
    ['Azure', new Fault('forbidden', 'A right is missing.'), /could not be read: A right is missing\.$/],
    ['the bot itself', new TypeError('secret'), /could not be read: Something went wrong inside the bot\.$/],
  ] as const)
    it(`says what is known when ${what} fails to read the policy`, async () => {
      const jit = allowing(() => Promise.reject(error));
      const failure = await rejectionExplained(jit, terms, attempt, rejected);
      assert.match(failure?.message ?? '', says);
      assert.match(failure?.message ?? '', /^Outside of the policy\. What it allows now/);
    });

  it('names everything that is outside, with what is allowed, and stays short', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `198.51.${index}.0/24`);
    const jit = allowing(async () => [
      {
        ...web01.jitPorts[0],
        policyId: '/p',
        port: 3389,
        protocol: 'TCP',
        maximumSeconds: 1800,
        allowedSources: many,
      },
    ]);
    const failure = await rejectionExplained(jit, terms, attempt, rejected);
    assert.equal(
      failure?.message,
      "Azure refused it as outside of the machine's JIT policy: the time of 1 h is longer than the 30 min it allows now; the source 203.0.113.7 is outside of what it allows now, 198.51.0.0/24, 198.51.1.0/24, 198.51.2.0/24, 198.51.3.0/24, 198.51.4.0/24, 198.51.5.0/24 and 54 more.",
    );
  });

  it('does not make up a reason where it finds none', async () => {
    const jit = allowing(async () => web01.jitPorts);
    assert.match(
      (await rejectionExplained(jit, terms, attempt, rejected))?.message ?? '',
      /although by what I read the policy allows port, source and time\.$/,
    );
    const longest = { ...attempt, endsAt: noon + 3 * 3600_000 };
    assert.match(
      (await rejectionExplained(jit, terms, longest, rejected))?.message ?? '',
      /clocks may differ: a minute less may do\.$/,
    );
  });
});

describe('a request that Azure rejects as outside the JIT policy', () => {
  const ended = async (form: object, ...happenings: readonly Happening[]) => {
    const world = approvalWorld(everything);
    world.happenings.push(...happenings);
    const id = await world.send(form);
    const request = world.request(id);
    assert.ok(request.state === 'failed', request.state);
    return { world, request };
  };

  it('fails with the offer, after one ask of Azure', async () => {
    const { world, request } = await ended({ port: '5985', time: '30 min' }, 'outside-policy');
    assert.deepEqual(
      [request.failure.code, request.failure.offer, world.azure.sent.length],
      ['outside-jit-policy', '203.0.113.0/24', 1],
    );
    await world.pass(600);
    assert.equal(world.azure.sent.length, 1);
    assert.deepEqual(
      world.kinds().filter((kind) => kind === 'failed' || kind.startsWith('initiate')),
      ['initiate-sent', 'initiate-not-taken', 'failed'],
    );
  });

  it('fails all the same when the policy cannot be read', async () => {
    const { request } = await ended({}, 'outside-policy', 'unavailable');
    assert.deepEqual(request.failure, {
      code: 'outside-jit-policy',
      message: 'Outside of the policy. What it allows now could not be read: Azure is away.',
    });
  });

  it('is asked for again with the offer by one click', async () => {
    const { world, request } = await ended({ port: '5985', time: '30 min' }, 'outside-policy');
    const again = await world.broker.again(request.requester, request.id, 'click-1');
    assert.ok(again.kind === 'asked' && again.request.state === 'draft');
    const { asking } = again.request;
    assert.deepEqual(asking.kind === 'form' && asking.values, {
      port: '5985',
      source: '203.0.113.0/24',
      time: '30 min',
      reason: '',
    });
  });
});
