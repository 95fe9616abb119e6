// Raw calls go the way of the SDK's typed ones: token, origin, one PUT, the log, and faults.
import assert from 'node:assert/strict';
import { createArm } from '../../src/azure/arm.ts';
import type { ArmCall } from '../../src/azure/http-client.ts';
import { createJitEditor } from '../../src/azure/jit-editor.ts';
import { rawCall } from '../../src/azure/raw-call.ts';
import { ids, jitPort, policy, subscriptionId } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { thrownBy } from './faults.ts';

describe('a raw call to ARM', () => {
  let server: ArmServer;
  let calls: ArmCall[];
  beforeEach(async () => {
    server = await startArmServer();
    calls = [];
  });
  afterEach(() => server.close());

  const armNow = () =>
    createArm({
      cloud: 'public',
      armEndpoint: server.origin,
      timeLimitMilliseconds: 2000,
      onCall: (call) => calls.push(call),
    });
  const editor = () => createJitEditor(armNow(), { most: 5, pauseMilliseconds: 1, withinMilliseconds: 5000 });
  const wanted = [{ port: 22, protocol: '*' as const, maximumSeconds: 10_800, allowedSources: ['*'] }];
  const edit = { policyId: ids.policy, machineId: ids.machine, before: [], wanted };
  const noPolicy = { status: 404, body: armError('PolicyNotFound', "Policy 'x' does not exist.") };

  it('carries token and version, and as a body what is to be there and nothing else', async () => {
    const entry = { id: ids.machine, ports: [jitPort(22)] };
    server.answer('GET', ids.policy, noPolicy, noPolicy, { body: policy([entry]) });
    server.answer('PUT', ids.policy, { body: {} });

    assert.equal(await editor().write(edit), 'written');
    const version = { 'api-version': '2020-01-01' };
    const read = { method: 'GET', query: version, hasToken: true, body: undefined };
    const body = { kind: 'Basic', properties: { virtualMachines: [entry] } };
    assert.deepEqual(
      server.received.map(({ method, query, authorization, body }) => ({
        method,
        query,
        hasToken: authorization?.startsWith('Bearer ') === true,
        body,
      })),
      [read, read, { ...read, method: 'PUT', body }, read],
    );
    assert.deepEqual(
      calls.map(({ operation, status }) => `${operation} ${status}`),
      ['read 404', 'read 404', 'write 200', 'read 200'].map(
        (what) => `Microsoft.Security/locations/jitNetworkAccessPolicies/${what}`,
      ),
    );
  });

  it('repeats reads and never a write', async () => {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Security/x`;
    server.answer('GET', path, { status: 503, body: {} }, { body: { a: 1 } });
    server.answer('PUT', path, { status: 503, body: {} });
    const client = armNow().security(subscriptionId);
    const call = { path, apiVersion: '1' };

    assert.deepEqual((await rawCall(client, { ...call, method: 'GET' })).json(), { a: 1 });
    await assert.rejects(rawCall(client, { ...call, method: 'PUT', body: {} }), { statusCode: 503 });
    assert.deepEqual([server.count('GET', path), server.count('PUT', path)], [2, 1]);
  });

  it('names the right that is missing, also where Azure does not', async () => {
    server.answer('GET', ids.policy, { status: 403, body: armError('AuthorizationFailed', 'No.') });
    const { code, permission } = await thrownBy(editor().write(edit));
    assert.deepEqual(
      [code, permission],
      ['forbidden', 'Microsoft.Security/locations/jitNetworkAccessPolicies/read'],
    );
  });

  it('takes no page for a policy, and no answer of a stranger for "there is none"', async () => {
    server.answer('GET', ids.policy, { body: '<html>Sign in to the proxy</html>' });
    const page = await thrownBy(editor().write(edit));
    server.answer('GET', ids.policy, { status: 404, body: '<html>Not found</html>' });
    const stranger = await thrownBy(editor().write(edit));
    assert.deepEqual(
      [page, stranger].map(({ code, message }) => [code, message]),
      Array(2).fill(['unavailable', 'Something other than Azure answered the bot.']),
    );
    assert.equal(server.count('PUT', ids.policy), 0);
  });

  it('writes names that have to be encoded', async () => {
    const policyId = ids.policy.replace('rg-web', 'rg (ö)');
    await thrownBy(editor().write({ ...edit, policyId }));
    assert.deepEqual(
      server.received.map(({ path }) => decodeURIComponent(path)),
      [policyId],
    );
  });
});
