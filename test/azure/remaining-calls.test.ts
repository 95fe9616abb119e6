// How many calls Azure says are left: the least of all subscriptions, and only what it said lately.
import assert from 'node:assert/strict';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { knownAction } from '../../src/azure/actions.ts';
import { createRemainingCalls } from '../../src/azure/remaining-calls.ts';

const answer = (headers: Readonly<Record<string, string>>) => ({
  status: 200,
  headers: createHttpHeaders(headers),
  bodyAsText: '',
});
const read = (subscription: string) => ({
  method: 'GET' as const,
  url: `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Network/networkInterfaces`,
});
const left = (reads: number) => answer({ 'x-ms-ratelimit-remaining-subscription-reads': String(reads) });

describe('calls that are left', () => {
  it('are those of the subscription with least, by kind', () => {
    const remaining = createRemainingCalls(() => 0);
    assert.deepEqual(remaining.least(), []);
    remaining.heard(read('one'), left(249));
    remaining.heard(read('two'), left(12));
    remaining.heard(read('three'), answer({}));
    remaining.heard(
      { ...read('one'), method: 'DELETE' },
      answer({ 'x-ms-ratelimit-remaining-subscription-deletes': '199' }),
    );
    assert.deepEqual(remaining.least(), [
      { kind: 'reads', calls: 12 },
      { kind: 'deletes', calls: 199 },
    ]);
  });

  it('are forgotten after five minutes: Azure’s buckets have filled again', () => {
    let now = 0;
    const remaining = createRemainingCalls(() => now);
    remaining.heard(read('one'), left(3));
    now = 300_001;
    assert.deepEqual(remaining.least(), []);
  });
});

describe('the action of a call, as a label', () => {
  for (const [operation, action] of [
    ['Microsoft.Network/networkInterfaces/read', 'Microsoft.Network/networkInterfaces/read'],
    ['microsoft.network/NETWORKINTERFACES/read', 'Microsoft.Network/networkInterfaces/read'],
    ['GET /subscriptions', 'Microsoft.Resources/subscriptions/read'],
    ['GET /subscriptions/10000000-0000-4000-8000-000000000001', 'other'],
    ['Microsoft.Unheard/of/read', 'other'],
  ] as const)
    it(`of ${operation} is ${action}`, () => assert.equal(knownAction(operation), action));
});
