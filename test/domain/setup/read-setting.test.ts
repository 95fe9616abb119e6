// What an admin typed into a card about ports, times and sources.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rowsOf } from '../../../src/domain/setup/port-rows.ts';
import type { PortSetting } from '../../../src/domain/setup/port-setting.ts';
import { sameSettings } from '../../../src/domain/setup/port-setting.ts';
import {
  readEnableForm,
  readLongest,
  readPorts,
  readRows,
  readSources,
} from '../../../src/domain/setup/read-setting.ts';

const value = <Value>(of: Value) => ({ ok: true, value: of });
const problems = (...all: readonly object[]) => ({ ok: false, problems: all });

describe('Ports as typed', () => {
  for (const [typed, ports] of [
    ['', []],
    ['22', [22]],
    ['22, 3389', [22, 3389]],
    ['22 and 443; 22', [22, 443]],
    ['rdp ssh', [3389, 22]],
    ['winrm', [5985, 5986]],
  ] as const)
    it(`${typed || 'nothing'} is ${ports.join() || 'none'}`, () =>
      assert.deepEqual(readPorts(typed), value(ports)));

  for (const typed of ['0', '022', '65536', '22-25', '*', 'door', '22/tcp', '123456'])
    it(`${typed} is not understood`, () =>
      assert.deepEqual(readPorts(typed), problems({ code: 'port-unclear', typed })));

  it('are not more than anybody reads', () =>
    assert.deepEqual(
      readPorts(Array.from({ length: 21 }, (_, at) => at + 1).join()),
      problems({ code: 'too-many-ports', most: 20 }),
    ));
});

describe('A longest time as typed', () => {
  for (const [typed, seconds] of [
    ['', 10_800],
    ['5m', 300],
    ['90 minutes', 5400],
    ['1h30', 5400],
    ['24h', 86_400],
    ['a day', 86_400],
  ] as const)
    it(`${typed || 'nothing'} is ${seconds} s`, () => assert.deepEqual(readLongest(typed), value(seconds)));

  for (const [typed, code] of [
    ['4m', 'time-out-of-bounds'],
    ['25h', 'time-out-of-bounds'],
    ['until 17:00', 'time-unclear'],
    ['3', 'time-unclear'],
    ['long', 'time-unclear'],
  ] as const)
    it(`${typed} is ${code}`, () => assert.deepEqual(readLongest(typed), problems({ code, typed })));
});

describe('Sources as typed', () => {
  for (const [typed, sources] of [
    ['*', ['*']],
    ['any, *', ['*']],
    ['any', ['*']],
    ['203.0.113.7', ['203.0.113.7']],
    ['203.0.113.7/32', ['203.0.113.7']],
    ['203.0.113.0/24, 192.0.2.17 203.0.113.0/24', ['203.0.113.0/24', '192.0.2.17']],
    ['10.0.0.0/8', ['10.0.0.0/8']],
  ] as const)
    it(`${typed || 'nothing'} is ${sources.join()}`, () =>
      assert.deepEqual(readSources(typed), value(sources)));

  for (const [typed, unclear] of [
    ['203.0.113.7/24', '203.0.113.7/24'],
    ['::1', '::1'],
    ['office', 'office'],
    ['203.0.113.0/24, 010.1.1.1', '010.1.1.1'],
    ['Internet', 'Internet'],
    ['203.0.113.0/24, any', 'any'],
    ['::1, everywhere', '::1'],
    ['*, 192.0.2.17', '*'],
    ['0.0.0.0/0 office', 'office'],
  ] as const)
    it(`${typed} is not understood`, () =>
      assert.deepEqual(readSources(typed), problems({ code: 'source-unclear', typed: unclear })));
});

describe('Sources that were left empty', () => {
  it('are not everybody', () =>
    assert.deepEqual(
      [readSources(''), readSources(' ,')],
      [problems({ code: 'no-sources' }), problems({ code: 'no-sources' })],
    ));
});

describe('The form that turns JIT on', () => {
  it('says everything that is wrong at once', () =>
    assert.deepEqual(
      readEnableForm({ ports: 'x', longest: 'y', sources: 'z' }),
      problems(
        { code: 'port-unclear', typed: 'x' },
        { code: 'time-unclear', typed: 'y' },
        { code: 'source-unclear', typed: 'z' },
      ),
    ));
});

describe('The lines of a machine’s ports', () => {
  const row = (port: string, more: object = {}) => ({
    port,
    protocol: '*',
    longest: '3h',
    sources: 'any',
    ...more,
  });

  it('are settings; an empty line is none', () =>
    assert.deepEqual(
      readRows([
        row('22', { protocol: 'tcp', longest: '1h', sources: '203.0.113.0/24' }),
        row(' '),
        row('3389'),
      ]),
      value([
        { port: 22, protocol: 'TCP', maximumSeconds: 3600, allowedSources: ['203.0.113.0/24'] },
        { port: 3389, protocol: '*', maximumSeconds: 10_800, allowedSources: ['*'] },
      ]),
    ));

  for (const [what, rows, ...wrong] of [
    ['none at all', [row('')], { code: 'no-ports' }],
    ['a port twice', [row('22'), row('ssh')], { code: 'port-twice', port: 22 }],
    ['two ports in a line', [row('22, 23')], { code: 'port-unclear', typed: '22, 23' }],
    [
      'a protocol that JIT has not',
      [row('22', { protocol: 'ICMP' })],
      { code: 'protocol-unclear', typed: 'ICMP' },
    ],
  ] as const)
    it(`are refused with ${what}`, () => assert.deepEqual(readRows(rows), problems(...wrong)));

  it('come back from the card as they were, also what the card would not take', () => {
    const setting: fc.Arbitrary<PortSetting> = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      protocol: fc.constantFrom('*', 'TCP', 'UDP'),
      maximumSeconds: fc.integer({ min: 60, max: 700_000 }),
      allowedSources: fc.constantFrom(
        ...[['*'], ['203.0.113.0/24'], ['192.0.2.1', '198.51.100.0/25'], ['192.0.2.1/32'], ['10.0.0.1/8']],
        ...[['2001:db8::/32', '192.0.2.1'], ['VirtualNetwork'], ['0.0.0.0/0'], ['*', '192.0.2.1']],
      ),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(setting, { minLength: 1, maxLength: 8, selector: ({ port }) => port }),
        (settings) => {
          const read = readRows(rowsOf(settings), settings);
          return read.ok && sameSettings(read.value, settings);
        },
      ),
    );
  });

  it('are read anew where they differ from today’s, each field by itself', () => {
    const today: PortSetting = {
      port: 22,
      protocol: 'TCP',
      maximumSeconds: 3600,
      allowedSources: ['2001:db8::/32'],
    };
    const [as] = rowsOf([today]);
    assert.ok(as);
    assert.deepEqual(
      [
        readRows([{ ...as, longest: '2h' }], [today]),
        readRows([{ ...as, sources: '2001:db8::/48' }], [today]),
        readRows([{ ...as, port: '23' }], [today]),
      ],
      [
        value([{ ...today, maximumSeconds: 7200 }]),
        problems({ code: 'source-unclear', typed: '2001:db8::/48' }),
        problems({ code: 'source-unclear', typed: '2001:db8::/32' }),
      ],
    );
  });
});
