// Putting a status together: which ports, for whom, and who has access by what.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import {
  type Access,
  type Known,
  type ListedGrant,
  machineStatus,
  portsUnderJit,
} from '../../src/domain/machine-status.ts';
import { aClosing, ada, anApproved, anOpen, anOpening, grace, noon, web01 } from '../support/requests.ts';
import { JIT_ALLOW } from './nsg/rule-builder.ts';
import { filtersOf } from './nsg/rule-text.ts';

const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';
const adasRule = '100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389';
const nobody: Known = { grants: [], listed: [], personId: ada.id };
const at = noon + 60_000;

const statusOf = (nic: readonly string[], known: Partial<Known> = {}) =>
  machineStatus(web01, [filtersOf({ nic })], { ...nobody, ...known }, at);
const rdpOf = (nic: readonly string[], known: Partial<Known> = {}) => {
  const [port] = statusOf(nic, known).ports;
  if (port === undefined) throw new Error('web-01 has a port under JIT');
  return port;
};
const listed = (more: Partial<ListedGrant> = {}): ListedGrant => ({
  port: 3389,
  sources: ['198.51.100.9'],
  endsAt: noon + 3600_000,
  status: 'Initiated',
  justification: '',
  ...more,
});
const told = (access: Access): unknown => {
  switch (access.kind) {
    case 'ours':
      return ['ours', access.grant.requester.name, access.grant.state];
    case 'listed':
      return ['listed', ...access.opening.sources, access.works];
    case 'unexplained':
      return ['unexplained', access.rule.name, ...access.sources];
  }
};
const accessOf = (nic: readonly string[], known: Partial<Known>) => rdpOf(nic, known).access.map(told);

describe('the ports of a status', () => {
  const ports = (nic: readonly string[]) =>
    statusOf(nic).ports.map(({ port, underJit, exposure }) => [port, underJit, exposure.world.lets]);

  it('are those under JIT, by number', () => {
    assert.deepEqual(ports([deny]), [
      [3389, true, 'none'],
      [5985, true, 'none'],
    ]);
  });

  it('and the management ports beside them that somebody reaches, or may reach', () => {
    assert.deepEqual(
      ports([deny, '300 Allow ssh from 203.0.113.0/24 port 22', '310 Allow cloud from AzureCloud port 5986']),
      [
        [3389, true, 'none'],
        [5985, true, 'none'],
        [22, false, 'some'],
        [5986, false, 'unknown'],
      ],
    );
  });

  it('are asked about by any protocol where JIT’s policies differ in it', () => {
    const [port] = web01.jitPorts;
    if (port === undefined) throw new Error('web-01 has a port under JIT');
    assert.deepEqual(
      portsUnderJit([
        { ...port, port: 3389, protocol: 'TCP' },
        { ...port, port: 22, protocol: 'TCP' },
        { ...port, port: 3389, protocol: 'UDP' },
      ]),
      [
        { port: 22, protocol: 'TCP' },
        { port: 3389, protocol: '*' },
      ],
    );
  });
});

describe('the answer for the reader', () => {
  const readerOf = (known: Partial<Known>) => {
    const { reader } = rdpOf([adasRule, deny], known);
    return reader && [reader.source, reader.how, reader.verdict.lets];
  };
  const confirmedSource = '198.51.100.9';

  it('is about the source they name, before any other', () => {
    assert.deepEqual(readerOf({ saidSource: '203.0.113.8', grants: [anOpen()], confirmedSource }), [
      '203.0.113.8',
      'said',
      'none',
    ]);
  });

  it('is about the source of their own grant', () => {
    assert.deepEqual(readerOf({ grants: [anOpen()], confirmedSource }), ['203.0.113.7', 'grant', 'all']);
  });

  it('is not about somebody else’s grant, nor one that is not open', () => {
    const known = { grants: [anOpen(), anOpening()], personId: grace.id, confirmedSource };
    assert.deepEqual(readerOf(known), ['198.51.100.9', 'confirmed', 'none']);
    assert.deepEqual(readerOf({ grants: [anOpening()], confirmedSource }), [
      '198.51.100.9',
      'confirmed',
      'none',
    ]);
  });

  it('is missing where their address is not known', () => assert.equal(readerOf({}), undefined));

  it('is yes where one of two protocols lets them in', () => {
    const [port] = web01.jitPorts;
    if (port === undefined) throw new Error('web-01 has a port under JIT');
    const both = { ...web01, jitPorts: [{ ...port, protocol: '*' as const }] };
    const filters = [filtersOf({ nic: ['300 Allow rdp tcp port 3389', deny] })];
    const known = { ...nobody, saidSource: '203.0.113.7' };
    assert.equal(machineStatus(both, filters, known, at).ports[0]?.reader?.verdict.lets, 'all');
  });
});

describe('who has access', () => {
  it('is who has a grant for the port, whatever it has come to', () => {
    const grants: readonly AccessRequest[] = [anApproved(), anOpening(), anOpen(), aClosing()];
    assert.deepEqual(
      accessOf([adasRule, deny], { grants }),
      ['approved', 'opening', 'open', 'closing'].map((state) => ['ours', 'Ada Engineer', state]),
    );
  });

  it('is who got in past the bot, and says whether a rule lets them in', () => {
    const portal = '101 Allow jit from 198.51.100.9 to 10.0.0.4 port 3389';
    assert.deepEqual(accessOf([portal, deny], { listed: [listed()] }), [['listed', '198.51.100.9', true]]);
    assert.deepEqual(accessOf([deny], { listed: [listed()] }), [['listed', '198.51.100.9', false]]);
  });

  it('names a grant of ours once, also one that took over from another', () => {
    const justification = 'JIT Access req-1 for Ada Engineer';
    const ours = listed({ sources: ['203.0.113.7'], justification });
    const known = [['ours', 'Ada Engineer', 'open']];
    assert.deepEqual(accessOf([adasRule, deny], { grants: [anOpen()], listed: [ours] }), known);
    const later = { ...anOpen(), id: 'req-2', extends: { chain: ['req-1'] as const, endsAt: noon } };
    assert.deepEqual(accessOf([adasRule, deny], { grants: [later], listed: [ours] }), known);
  });

  it('is nobody whose opening is over, taken back, or for another port', () => {
    const past = [listed({ endsAt: at }), listed({ status: 'Revoked' }), listed({ port: 5985 })];
    assert.deepEqual(accessOf([deny], { listed: past }), []);
  });

  it('keeps an opening whose state nobody knows', () => {
    assert.deepEqual(accessOf([deny], { listed: [listed({ status: 'Pondering' })] }), [
      ['listed', '198.51.100.9', false],
    ]);
  });

  it('tells of a rule of JIT’s by which nobody is known to have access', () => {
    assert.deepEqual(accessOf([adasRule, deny], {}), [['unexplained', JIT_ALLOW, '203.0.113.7']]);
    assert.deepEqual(accessOf([adasRule, deny], { listUnread: 'Azure is away.' }), []);
  });
});
