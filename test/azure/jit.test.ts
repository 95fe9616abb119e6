import assert from 'node:assert/strict';
import type { Jit, Opening } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createJit } from '../../src/azure/jit.ts';
import { ids, jitPort, policy } from '../support/arm-bodies.ts';
import { type ArmServer, type Reply, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

const opening: Opening = {
  policyId: ids.policy,
  machineId: ids.machine,
  port: 3389,
  source: '203.0.113.7',
  endsAt: Date.parse('2026-03-01T13:00:00.123Z'),
  justification: 'ar_1 · Ada · INC-1234 "disk" full',
};

const accepted: Reply = {
  status: 202,
  body: {
    virtualMachines: [
      { id: ids.machine, ports: [{ number: 3389, status: 'Initiating', statusReason: 'UserRequested' }] },
    ],
    startTimeUtc: '2026-03-01T12:00:00.1234567Z',
    requestor: '',
    justification: opening.justification,
  },
};

describe('JIT access', () => {
  let server: ArmServer;
  let jit: Jit;

  beforeEach(async () => {
    server = await startArmServer();
    jit = createJit(createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 3000 }));
  });
  afterEach(() => server.close());

  describe('open', () => {
    it('asks for one machine, port, source and end, in the name of the person', async () => {
      server.answer('POST', ids.initiate, accepted);

      await jit.open(opening);

      assert.deepEqual(server.received, [
        {
          method: 'POST',
          path: ids.initiate,
          query: { 'api-version': '2020-01-01' },
          authorization: 'Bearer local-development',
          body: {
            virtualMachines: [
              {
                id: ids.machine,
                ports: [
                  {
                    number: 3389,
                    allowedSourceAddressPrefix: '203.0.113.7',
                    endTimeUtc: '2026-03-01T13:00:00.123Z',
                  },
                ],
              },
            ],
            justification: opening.justification,
          },
        },
      ]);
    });

    it("answers with Azure's start time", async () => {
      server.answer('POST', ids.initiate, accepted);
      assert.deepEqual(await jit.open(opening), { startedAt: Date.parse('2026-03-01T12:00:00.123Z') });
    });

    it('finds the policy whatever the case of the segments of its id', async () => {
      server.answer('POST', ids.initiate, accepted);
      const policyId = ids.policy
        .replace('resourceGroups', 'resourcegroups')
        .replace('/locations/', '/LOCATIONS/');

      await jit.open({ ...opening, policyId });

      assert.equal(server.count('POST', ids.initiate), 1);
    });

    const doubts: readonly (readonly [string, Reply])[] = [
      ['a 500', { status: 500, body: { error: { code: 'InternalServerError', message: 'x' } } }],
      ['a 502 in HTML', { status: 502, body: '<html>Bad gateway</html>' }],
      ['a 503 that names a time', { status: 503, headers: { 'retry-after': '0' }, body: {} }],
      ['a broken connection', 'reset'],
      ['silence', 'hang'],
      ['a 202 without a start', { status: 202, body: {} }],
      ['a 202 without a body', { status: 202 }],
      [
        'a 202 that is not JSON',
        { status: 202, headers: { 'content-type': 'application/json' }, body: '<html>' },
      ],
      ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
    ];
    for (const [what, reply] of doubts) {
      it(`is in doubt after ${what}, and does not ask twice`, async () => {
        const patience = reply === 'hang' ? 100 : 3000;
        const arm = createArm({
          cloud: 'public',
          armEndpoint: server.origin,
          timeLimitMilliseconds: patience,
        });
        server.answer('POST', ids.initiate, reply);

        const fault = await thrownBy(createJit(arm).open(opening));

        assert.deepEqual([fault.code, server.received.length], ['in-doubt', 1]);
      });
    }

    it('knows that nothing was opened when nobody listens', async () => {
      await server.close();
      assert.equal((await thrownBy(jit.open(opening))).code, 'unavailable');
    });

    it('does not wait out a throttling answer, and passes its time on', async () => {
      server.answer('POST', ids.initiate, { status: 429, headers: { 'retry-after': '3600' }, body: {} });

      const fault = await thrownBy(jit.open(opening));

      assert.deepEqual(
        { ...briefly(fault), asked: server.received.length },
        { code: 'throttled', message: 'Azure asks the bot to slow down.', retryAfterSeconds: 3600, asked: 1 },
      );
    });

    for (const source of ['', '*', '0.0.0.0/0', 'Internet', '2001:db8::1']) {
      it(`never sends the source "${source}"`, async () => {
        await assert.rejects(jit.open({ ...opening, source }), (error) => !(error instanceof Fault));
        assert.deepEqual(server.received, []);
      });
    }
  });

  describe('allowed', () => {
    const machine = (id: string, ...ports: readonly object[]) => ({ id, ports });

    it('gives what the policy has for the machine now, however Azure spells its id', async () => {
      const office = {
        allowedSourceAddressPrefix: null,
        allowedSourceAddressPrefixes: ['203.0.113.0/24', '198.51.100.7'],
        maxRequestAccessDuration: 'PT1H30M',
      };
      server.answer('GET', ids.policy, {
        body: policy([
          machine(ids.machine.toUpperCase(), jitPort(3389), jitPort(22, office)),
          machine(`${ids.machine}-2`, jitPort(5986)),
          machine(ids.machine, jitPort(3389, { protocol: 'tcp', maxRequestAccessDuration: 'PT8H' })),
        ]),
      });

      const allowed = await jit.allowed(ids.policy, ids.machine.toLowerCase());

      const port = { policyId: ids.policy, protocol: '*', allowedSources: ['*'] };
      assert.deepEqual(allowed, [
        { ...port, port: 3389, maximumSeconds: 10_800 },
        { ...port, port: 22, maximumSeconds: 5400, allowedSources: ['203.0.113.0/24', '198.51.100.7'] },
        { ...port, port: 3389, protocol: 'TCP', maximumSeconds: 28_800 },
      ]);
    });

    it('is nothing for a machine that is not in the policy', async () => {
      server.answer('GET', ids.policy, { body: policy([machine(`${ids.machine}-2`, jitPort(22))]) });
      assert.deepEqual(await jit.allowed(ids.policy, ids.machine), []);
    });

    it('is read each time', async () => {
      server.answer(
        'GET',
        ids.policy,
        { body: policy([machine(ids.machine, jitPort(22))]) },
        { body: policy([]) },
      );
      await jit.allowed(ids.policy, ids.machine);
      assert.deepEqual(await jit.allowed(ids.policy, ids.machine), []);
    });

    for (const [what, reply, code] of [
      [
        'a port without limits',
        { body: policy([machine(ids.machine, jitPort(22), { number: 3389 })]) },
        'unavailable',
      ],
      ['a page that is not of Azure', { body: '<html>' }, 'unavailable'],
      [
        'a policy that is gone',
        { status: 404, body: { error: { code: 'PolicyNotFound', message: '' } } },
        'missing',
      ],
    ] as const)
      it(`is a fault, not a guess, after ${what}`, async () => {
        server.answer('GET', ids.policy, reply);
        assert.equal((await thrownBy(jit.allowed(ids.policy, ids.machine))).code, code);
      });
  });

  describe('listed', () => {
    it('gives every machine and port of every entry, in one shape', async () => {
      const port = { number: 3389, endTimeUtc: '2026-03-01T13:00:00.1230000Z' };
      server.answer('GET', ids.policy, {
        body: policy(
          [],
          [
            {
              startTimeUtc: '2026-03-01T12:00:00.1234567Z',
              requestor: '',
              justification: 'ar_1',
              virtualMachines: [
                {
                  id: ids.machine.toUpperCase(),
                  ports: [
                    {
                      ...port,
                      allowedSourceAddressPrefix: '203.0.113.7',
                      status: 'Initiated',
                      statusReason: 'UserRequested',
                    },
                    {
                      ...port,
                      number: 22,
                      allowedSourceAddressPrefixes: ['198.51.100.0/24'],
                      status: 'Odd',
                      statusReason: 'New',
                    },
                  ],
                },
              ],
            },
            { virtualMachines: [{ id: ids.machine, ports: [port, { number: 1 }] }, { id: ids.machine }] },
            {},
          ],
        ),
      });

      const listed = await jit.listed(ids.policy);

      const endsAt = Date.parse('2026-03-01T13:00:00.123Z');
      const machineId = ids.machine.toLowerCase();
      const first = {
        machineId,
        startedAt: Date.parse('2026-03-01T12:00:00.123Z'),
        endsAt,
        justification: 'ar_1',
      };
      assert.deepEqual(listed, [
        {
          ...first,
          port: 3389,
          sources: ['203.0.113.7'],
          status: 'Initiated',
          statusReason: 'UserRequested',
        },
        { ...first, port: 22, sources: ['198.51.100.0/24'], status: 'Odd', statusReason: 'New' },
        {
          machineId,
          port: 3389,
          sources: [],
          startedAt: endsAt,
          endsAt,
          status: '',
          statusReason: '',
          justification: '',
        },
      ]);
    });

    it('says that the policy is missing', async () => {
      const message = `Just-In-Time Network Access Policy '${ids.policy}' does not exist.`;
      server.answer('GET', ids.policy, { status: 404, body: { error: { code: 'PolicyNotFound', message } } });

      assert.deepEqual(briefly(await thrownBy(jit.listed(ids.policy))), {
        code: 'missing',
        message: 'The JIT policy no longer exists in Azure.',
      });
    });

    it('outlives a short trouble', async () => {
      server.answer('GET', ids.policy, { status: 503, body: {} }, 'reset', { body: policy([]) });
      assert.deepEqual(await jit.listed(ids.policy), []);
    });

    it('is not misled by a page that is not of Azure', async () => {
      server.answer('GET', ids.policy, { body: '<html>Sign in to the proxy</html>' });
      assert.equal((await thrownBy(jit.listed(ids.policy))).code, 'unavailable');
    });
  });
});
