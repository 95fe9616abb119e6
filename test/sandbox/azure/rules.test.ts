// Rules that end early in the simulator: deleted through ARM, wiped or added by hand, shared by two requests.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { production } from '../../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import type { SandboxEvent } from '../../../sandbox/azure/world.ts';
import { arm, machineId, sdkFor, testClock } from './clients.ts';

const minute = 60_000;
const nsgPath = `/subscriptions/${production}/resourceGroups/rg-web-prod/providers/Microsoft.Network/networkSecurityGroups/nsg-web-01`;
const rulePath = (name: string) => `${nsgPath}/securityRules/${name}`;

describe('a rule in the Azure simulator', () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  let sdk: ReturnType<typeof sdkFor>;
  let events: SandboxEvent[];
  beforeEach(async () => {
    clock = testClock();
    events = [];
    simulator = await startAzureSimulator({
      now: clock.now,
      journal: (event) => event.kind.startsWith('rule-') && events.push(event),
    });
    sdk = sdkFor(simulator.url);
  });
  afterEach(() => simulator.close());

  const open = (minutes = 10) =>
    sdk.security.jitNetworkAccessPolicies.initiate('rg-web-prod', 'westeurope', 'default', {
      virtualMachines: [
        {
          id: machineId('rg-web-prod', 'web-01'),
          ports: [
            {
              number: 3389,
              endTimeUtc: new Date(clock.now() + minutes * minute),
              allowedSourceAddressPrefix: '203.0.113.7',
            },
          ],
        },
      ],
    });
  const allowed = () =>
    simulator
      .nsg('nsg-web-01')
      .filter(({ name }) => name.includes('JITRule-'))
      .map(({ name }) => name);
  const opened = async () => {
    await open();
    clock.pass(3_000);
    const [name] = allowed();
    assert.ok(name !== undefined);
    return name;
  };
  const statuses = () => simulator.picture().requests.map(({ status, rule }) => [status, rule.stage]);
  const nsgNow = () => sdk.network.networkSecurityGroups.get('rg-web-prod', 'nsg-web-01');
  const ruleNow = (name: string) => sdk.network.securityRules.get('rg-web-prod', 'nsg-web-01', name);

  it('has the ETag of its NSG, which every change makes another', async () => {
    const before = await nsgNow();
    const name = await opened();
    const after = await nsgNow();
    const all = [...(after.securityRules ?? []), ...(after.defaultSecurityRules ?? [])];
    assert.match(before.etag ?? '', /^W\/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/);
    assert.notEqual(before.etag, after.etag);
    assert.deepEqual(
      new Set([...all.map(({ etag }) => etag), (await ruleNow(name)).etag]),
      new Set([after.etag]),
    );
    assert.equal((await arm(simulator.url, rulePath(name))).headers.get('etag'), after.etag);
  });

  it('is unknown under another name', async () => {
    await assert.rejects(ruleNow('nix'), { statusCode: 404, code: 'NotFound' });
  });

  describe('that is deleted through ARM', () => {
    const remove = (name: string, headers: Record<string, string> = {}) =>
      arm(simulator.url, rulePath(name), { method: 'DELETE', headers });
    const codeOf = async (answer: Response) =>
      ((await answer.json()) as { error: { code: string } }).error.code;
    const read = async (link: string | null) => {
      const answer = await fetch(link ?? '', { headers: { authorization: 'Bearer sandbox' } });
      return [answer.status, await answer.text()];
    };

    it('is accepted first and goes a little later, with two places to ask how far it is', async () => {
      const name = await opened();
      const answer = await remove(name);
      const [operation, result] = ['azure-asyncoperation', 'location'].map((header) =>
        answer.headers.get(header),
      );
      const during = [allowed().length, await read(operation ?? null), await read(result ?? null)];
      clock.pass(1_000);
      const after = [allowed().length, await read(operation ?? null), await read(result ?? null)];

      assert.deepEqual([answer.status, await answer.text()], [202, '']);
      assert.ok(answer.headers.has('x-ms-ratelimit-remaining-subscription-deletes'));
      assert.deepEqual(during, [1, [200, '{"status":"InProgress"}'], [202, '']]);
      assert.deepEqual(after, [0, [200, '{"status":"Succeeded"}'], [204, '']]);
    });

    it('lets nothing else of its NSG be deleted meanwhile', async () => {
      const name = await opened();
      await remove(name);
      const second = await remove('Allow-Web');
      assert.deepEqual(
        [second.status, second.headers.get('retry-after'), await codeOf(second)],
        [429, '10', 'RetryableError'],
      );
    });

    it('stays when If-Match names another version, and goes when it names this one', async () => {
      const name = await opened();
      const stale = await remove(name, { 'if-match': 'W/"00000000-0000-0000-0000-000000000000"' });
      const { etag = '' } = await nsgNow();
      const current = await remove(name, { 'if-match': etag });
      assert.deepEqual([stale.status, await codeOf(stale), current.status], [412, 'PreconditionFailed', 202]);
    });

    it('answers 204 when it is not there, and 404 when its NSG is not', async () => {
      const elsewhere = rulePath('nix').replace('nsg-web-01', 'nix');
      const missing = await arm(simulator.url, elsewhere, { method: 'DELETE' });
      assert.deepEqual([(await remove('nix')).status, missing.status], [204, 404]);
    });

    it('leaves its request listed to the end, and nothing comes back', async () => {
      const name = await opened();
      await remove(name);
      clock.pass(1_000);
      const gone = [allowed(), statuses()];
      clock.pass(10 * minute);
      assert.deepEqual(gone, [[], [['Initiated', 'over']]]);
      assert.deepEqual([allowed(), statuses()], [[], [['Revoked', 'over']]]);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['rule-appeared', 'rule-went'],
      );
    });

    it('knows no operation that nobody began', async () => {
      const path = `/subscriptions/${production}/providers/Microsoft.Network/locations/westeurope`;
      const answers = await Promise.all(
        ['operations', 'operationResults'].map((what) => arm(simulator.url, `${path}/${what}/nix`)),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        [404, 404],
      );
    });
  });

  describe('that somebody changes by hand', () => {
    const control = (method: string, path: string, body?: unknown) =>
      fetch(`${simulator.url}/_sandbox/rules/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const deny = { name: 'deny-rdp', priority: 101, access: 'Deny', destinationPorts: ['3389'] };

    it('goes at once, and nothing comes back at the end', async () => {
      const name = await opened();
      const answer = await control('DELETE', `nsg-web-01/${name}`);
      const at = clock.now();
      assert.deepEqual([answer.status, allowed(), statuses()], [204, [], [['Initiated', 'over']]]);
      assert.deepEqual(events.at(-1), {
        kind: 'rule-went',
        at,
        machine: 'web-01',
        nsg: 'nsg-web-01',
        rule: name,
      });
      clock.pass(20 * minute);
      assert.deepEqual([allowed(), events.length], [[], 2]);
    });

    it('is wiped also by the id of its NSG', async () => {
      const name = await opened();
      assert.equal((await control('DELETE', `${encodeURIComponent(nsgPath)}/${name}`)).status, 204);
    });

    it('comes with what was left out filled in', async () => {
      const answer = await control('POST', 'nsg-web-01', deny);
      const added = simulator.nsg('nsg-web-01').find(({ name }) => name === 'deny-rdp');
      const everywhere = {
        direction: 'Inbound',
        protocol: '*',
        sources: ['*'],
        destinations: ['*'],
        plural: false,
      };
      assert.deepEqual([answer.status, added], [201, { ...deny, ...everywhere }]);
      assert.deepEqual(events, [
        { kind: 'rule-appeared', at: clock.now(), nsg: 'nsg-web-01', rule: 'deny-rdp' },
      ]);
    });

    const refusals: Record<string, readonly [method: string, path: string, body: unknown, status: number]> = {
      'a rule that is not there': ['DELETE', 'nsg-web-01/nix', undefined, 404],
      "Azure's own rules": ['DELETE', 'nsg-web-01/DenyAllInBound', undefined, 404],
      'a rule of no NSG': ['POST', 'nix', deny, 404],
      'a priority that is taken': ['POST', 'nsg-web-01', { ...deny, priority: 4096 }, 409],
      'a name that is taken': ['POST', 'nsg-web-01', { ...deny, name: 'ALLOW-WEB' }, 409],
      'a priority beyond the limits': ['POST', 'nsg-web-01', { ...deny, priority: 99 }, 400],
      'a rule without ports': ['POST', 'nsg-web-01', { ...deny, destinationPorts: [] }, 400],
      'a field Azure does not have': ['POST', 'nsg-web-01', { ...deny, jitFor: 'x' }, 400],
      'a broken name': ['DELETE', 'nsg-web-01/%zz', undefined, 400],
    };
    for (const [what, [method, path, body, status]] of Object.entries(refusals))
      it(`is not changed by ${what}`, async () => {
        const before = simulator.nsg('nsg-web-01');
        assert.equal((await control(method, path, body)).status, status);
        assert.deepEqual([simulator.nsg('nsg-web-01'), events], [before, []]);
      });

    it('can be changed by a test in the same way', async () => {
      simulator.addRule('nsg-web-01', { ...deny, access: 'Deny' });
      simulator.wipeRule('nsg-web-01', 'deny-rdp');
      assert.throws(() => simulator.wipeRule('nsg-web-01', 'deny-rdp'), /no rule 'deny-rdp'/);
      assert.throws(() => simulator.addRule('nix', { ...deny, access: 'Deny' }), /no NSG 'nix'/);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['rule-appeared', 'rule-went'],
      );
    });
  });

  describe('that two requests share', () => {
    it('goes at the first end, and the second request has none', async () => {
      simulator.quirk('web-01', { sharedRule: true });
      await open(10);
      clock.pass(3_000);
      const first = allowed();
      await open(20);
      clock.pass(3_000);
      const both = [allowed(), statuses()];
      clock.pass(10 * minute);

      assert.equal(first.length, 1);
      assert.deepEqual(both, [
        first,
        [
          ['Initiated', 'standing'],
          ['Initiated', 'standing'],
        ],
      ]);
      assert.deepEqual(
        [allowed(), statuses()],
        [
          [],
          [
            ['Revoked', 'over'],
            ['Initiated', 'over'],
          ],
        ],
      );
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['rule-appeared', 'rule-went'],
      );
    });

    it('is made anew for a request that comes after the first end', async () => {
      simulator.quirk('web-01', { sharedRule: true });
      await opened();
      clock.pass(10 * minute);
      await open();
      clock.pass(3_000);
      assert.equal(allowed().length, 1);
    });
  });

  it('is deleted also by a simulator that was started again meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const stateFile = join(folder, 'state.json');
    try {
      await simulator.close();
      simulator = await startAzureSimulator({ now: clock.now, stateFile });
      sdk = sdkFor(simulator.url);
      const name = await opened();
      await arm(simulator.url, rulePath(name), { method: 'DELETE' });
      await simulator.close();
      clock.pass(1_000);
      simulator = await startAzureSimulator({ now: clock.now, stateFile });
      assert.deepEqual(allowed(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
