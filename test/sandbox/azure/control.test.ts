// The control surface: the picture, faults and quirks over HTTP, events, starting over, and who may ask.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { production } from '../../../sandbox/azure/estate.ts';
import type { Picture } from '../../../sandbox/azure/picture.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { arm, machineId, policyPath, testClock } from './clients.ts';

describe("the Azure simulator's control surface", () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  beforeEach(async () => {
    clock = testClock();
    simulator = await startAzureSimulator({ now: clock.now });
  });
  afterEach(() => simulator.close());

  const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${simulator.url}/_sandbox/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const state = async () => (await (await control('GET', 'state')).json()) as Picture;
  const open = () =>
    arm(simulator.url, `${policyPath('rg-vault-prod', 'westeurope')}/initiate`, {
      method: 'POST',
      body: JSON.stringify({
        virtualMachines: [
          {
            id: machineId('rg-vault-prod', 'vault-01'),
            ports: [
              { number: 22, endTimeUtc: '2026-03-02T09:10:00Z', allowedSourceAddressPrefix: '203.0.113.7' },
            ],
          },
        ],
        justification: 'look',
      }),
    });

  it('shows NSGs with their rules in evaluation order and says where each rule is from', async () => {
    await open();
    clock.pass(3_000);
    const { nsgs } = await state();
    const shown = nsgs.find((nsg) => nsg.name === 'nsg-vault-01');
    assert.deepEqual(
      [
        shown?.guards,
        shown?.rules
          .filter((rule) => rule.direction === 'Inbound')
          .map((rule) => [rule.priority, rule.access, rule.origin]),
      ],
      [
        ['interface of vault-01'],
        [
          [100, 'Allow', 'jit'],
          [4096, 'Deny', 'jit'],
          [65_000, 'Allow', 'default'],
          [65_001, 'Allow', 'default'],
          [65_500, 'Deny', 'default'],
        ],
      ],
    );
  });

  it('shows each request with the stage of its rule', async () => {
    await open();
    const { requests } = await state();
    assert.deepEqual(requests, [
      {
        machine: 'vault-01',
        machineId: machineId('rg-vault-prod', 'vault-01'),
        port: 22,
        source: '203.0.113.7',
        startedAt: clock.now(),
        endsAt: clock.now() + 600_000,
        justification: 'look',
        status: 'Initiating',
        rule: { stage: 'awaited' },
      },
    ]);
  });

  it('puts people into groups and takes them out, and shows who is in', async () => {
    const changed: string[] = [];
    const group = async () => (await state()).groups.find(({ name }) => name === 'sre-leads');
    const [first, second] = (await group())?.members ?? [];
    changed.push(String((await control('DELETE', `groups/sre-leads/members/${first}`)).status));
    changed.push(String((await control('PUT', `groups/sre-leads/owners/${second}`)).status));
    changed.push(String((await control('PUT', 'groups/nix/members/x')).status));
    assert.deepEqual(
      [changed, (await group())?.members, (await group())?.owners.includes(second ?? '')],
      [['204', '204', '404'], [second], true],
    );
  });

  it('shows machines with both their NSGs', async () => {
    const { machines } = await state();
    const vault = machines.find((machine) => machine.name === 'vault-01');
    assert.deepEqual(
      [machines.length, vault?.subscription, vault?.interfaceNsg, vault?.subnetNsg, vault?.publicAddress],
      [16, 'Production', 'nsg-vault-01', 'nsg-snet-vault', '198.51.100.71'],
    );
  });

  it('sets, lists and clears faults', async () => {
    const fault = { match: 'initiate', times: 2, action: 'reset-before' };
    const added = await control('POST', 'faults', fault);
    const listed = await (await control('GET', 'faults')).json();
    await control('DELETE', 'faults');
    assert.deepEqual([added.status, listed, simulator.faults.list()], [201, [fault], []]);
  });

  it('refuses a malformed fault with what is wrong', async () => {
    const answer = await control('POST', 'faults', { match: 'initiate', action: 'explode' });
    const { error } = (await answer.json()) as { error: { message: string } };
    assert.deepEqual([answer.status, simulator.faults.list()], [400, []]);
    assert.match(error.message, /action/);
  });

  it('sets and lifts a quirk by machine id', async () => {
    const id = `/subscriptions/${production}/resourceGroups/RG-JUMP-PROD/providers/Microsoft.Compute/virtualMachines/jump-01`;
    const quirkOf = async () =>
      (await state()).machines.find((machine) => machine.id === id.replace('RG-JUMP-PROD', 'rg-jump-prod'))
        ?.quirk;
    const set = await control('PUT', `quirks/${encodeURIComponent(id)}`, { ruleAppearsAfterMs: 'never' });
    const during = await quirkOf();
    const lifted = await control('DELETE', `quirks/${encodeURIComponent(id)}`);
    assert.deepEqual(
      [set.status, during, lifted.status, await quirkOf()],
      [204, { ruleAppearsAfterMs: 'never' }, 204, undefined],
    );
  });

  it('knows no machine by a name that two share', async () => {
    assert.equal((await control('PUT', 'quirks/jump-01', {})).status, 404);
  });

  it('starts over', async () => {
    const before = await state();
    await open();
    clock.pass(3_000);
    simulator.faults.add({ match: 'initiate', action: 'html-502' });
    await control('POST', 'reset');
    assert.deepEqual([{ ...(await state()), now: before.now }, simulator.requests()], [before, []]);
  });

  it('tells of requests and rules as they come and go', async () => {
    const stream = await control('GET', 'events');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader !== undefined);
    let text = '';
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader.read()).value ?? assert.fail('the stream ended');
    };
    await until(': listening');
    await open();
    await until('event: initiated');
    clock.pass(3_000);
    await until('event: rule-appeared');
    clock.pass(600_000);
    await until('event: rule-went');
    await reader.cancel();
    assert.deepEqual(text.match(/(?<=event: ).*/g), ['initiated', 'rule-appeared', 'rule-went']);
  });

  it('lets a page of this machine look, and names its origin', async () => {
    const origin = 'http://127.0.0.1:3980';
    const answer = await control('GET', 'state', undefined, { origin });
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, origin]);
  });

  it('refuses pages of other sites', async () => {
    const answer = await control('POST', 'reset', undefined, { origin: 'https://example.com' });
    assert.equal(answer.status, 403);
  });

  it('refuses a foreign Host, as a rebound name would send', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${simulator.url}/_sandbox/state`, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 403);
  });
});
