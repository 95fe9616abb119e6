import assert from 'node:assert/strict';
import { armEndpointOf } from '../../src/azure/arm-endpoint.ts';
import { clouds } from '../../src/azure/cloud.ts';

const good = [
  [undefined, { origin: clouds.china.arm, local: false }],
  ['https://arm.example:8443', { origin: 'https://arm.example:8443', local: false }],
  ['https://127.0.0.1:9/', { origin: 'https://127.0.0.1:9', local: false }],
  ['http://127.0.0.1:8080', { origin: 'http://127.0.0.1:8080', local: true }],
  ['http://localhost:8080/', { origin: 'http://localhost:8080', local: true }],
  ['http://[::1]:8080', { origin: 'http://[::1]:8080', local: true }],
] as const;

const bad = [
  ['http://management.azure.com', /plain http only on loopback/],
  ['http://127.0.0.1.evil.example', /plain http only on loopback/],
  ['http://localhost@evil.example', /origin only/],
  ['https://arm.example/path', /origin only/],
  ['ftp://127.0.0.1', /must begin with https/],
  ['management.azure.com', /is not a URL/],
] as const;

describe('ARM endpoint', () => {
  for (const [setting, endpoint] of good)
    it(`takes ${setting}`, () => assert.deepEqual(armEndpointOf(setting, clouds.china.arm), endpoint));
  for (const [setting, reason] of bad)
    it(`refuses ${setting}`, () => assert.throws(() => armEndpointOf(setting, clouds.public.arm), reason));
});
