// Table of where the bot may send messages.
import assert from 'node:assert/strict';
import { isAllowedServiceUrl, type ServiceUrlRule } from '../../src/teams/service-url.ts';

const loopback: ServiceUrlRule = { kind: 'loopback' };
const inPublic: ServiceUrlRule = { kind: 'microsoft', cloud: 'public' };
const inGovernment: ServiceUrlRule = { kind: 'microsoft', cloud: 'usgovernment' };

const table: readonly (readonly [ServiceUrlRule, string, boolean])[] = [
  [loopback, 'http://127.0.0.1:56150/', true],
  [loopback, 'https://127.0.0.1', true],
  [loopback, 'http://[::1]:3000/connector', true],
  [loopback, 'http://localhost:3979', true],
  [loopback, 'HTTP://LOCALHOST:3979', true],
  [loopback, 'http://127.0.0.1.evil.example/', false],
  [loopback, 'http://localhost.evil.example/', false],
  [loopback, 'http://127.0.0.1@evil.example/', false],
  [loopback, 'http://evil.example#@127.0.0.1/', false],
  [loopback, 'http://169.254.169.254/metadata', false],
  [loopback, 'http://0.0.0.0:80/', false],
  [loopback, 'http://192.168.0.1/', false],
  [loopback, 'https://smba.trafficmanager.net/emea/', false],
  [loopback, 'ftp://127.0.0.1/', false],
  [loopback, 'file:///etc/passwd', false],
  [loopback, 'urn:botframework:websocket:x', false],
  [loopback, 'not a url', false],
  [loopback, '', false],
  [inPublic, 'https://smba.trafficmanager.net/emea/7e57ab1e-0000-4000-8000-000000000001/', true],
  [inPublic, 'https://smba.trafficmanager.net/teams', true],
  [inPublic, 'https://smba.infra.gcc.teams.microsoft.com/teams', true],
  [inPublic, 'https://smba.onyx.prod.teams.trafficmanager.net/amer/', true],
  [inPublic, 'http://smba.trafficmanager.net/emea/', false],
  [inPublic, 'https://smba.trafficmanager.net:8443/emea/', false],
  [inPublic, 'https://user:word@smba.trafficmanager.net/emea/', false],
  [inPublic, 'https://smba.trafficmanager.net/emea/?to=evil', false],
  [inPublic, 'https://smba.trafficmanager.net.evil.example/', false],
  [inPublic, 'https://evil.trafficmanager.net/', false],
  [inPublic, 'https://webchat.botframework.com/', false],
  [inPublic, 'https://smba.infra.gov.teams.microsoft.us/teams', false],
  [inPublic, 'http://127.0.0.1:56150/', false],
  [inPublic, 'https://smba.trafficmanager.net./emea/', false],
  [inPublic, 'https://smba.traffic\nmanager.net/emea/', false],
  [inPublic, 'https:\\\\smba.trafficmanager.net\\emea', false],
  [inPublic, ' https://smba.trafficmanager.net/emea/', false],
  [inPublic, 'https://smba.trafficmanager.net/emea/#x', false],
  [inPublic, 'https://ｓmba.trafficmanager.net/emea/', false],
  [inGovernment, 'https://smba.infra.gov.teams.microsoft.us/teams', true],
  [inGovernment, 'https://smba.infra.dod.teams.microsoft.us/teams', true],
  [inGovernment, 'https://smba.trafficmanager.net/emea/', false],
];

describe('the list of service URLs', () => {
  for (const [rule, url, allowed] of table) {
    const place = rule.kind === 'microsoft' ? rule.cloud : rule.kind;
    it(`${allowed ? 'allows' : 'refuses'} ${url || 'an empty one'} (${place})`, () => {
      assert.equal(isAllowedServiceUrl(url, rule), allowed);
    });
  }
});
