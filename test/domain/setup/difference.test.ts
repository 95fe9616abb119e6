// What changes between two settings of a machine's ports, and what grows wider.
import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { differenceOf, widerSources } from '../../../src/domain/setup/difference.ts';
import { type PortSetting, sameSettings } from '../../../src/domain/setup/port-setting.ts';
import { formatPrefix, parsePrefix } from '../../../src/domain/source-prefix.ts';
import { rdp, ssh } from '../../cards/setup/samples.ts';

describe('differenceOf', () => {
  it('tells what is added, removed, the same and changed, by rising port', () => {
    const https = { ...rdp, port: 443 };
    const longer = { ...rdp, maximumSeconds: 28_800 };
    deepEqual(differenceOf([rdp, ssh, { ...rdp, port: 8080 }], [longer, https, ssh]), [
      { kind: 'same', setting: ssh },
      { kind: 'added', setting: https },
      { kind: 'changed', before: rdp, wanted: longer, fields: [{ field: 'longest', wider: 'yes' }] },
      { kind: 'removed', setting: { ...rdp, port: 8080 } },
    ]);
  });

  const fields: readonly [string, Partial<PortSetting>, object][] = [
    ['less time is not wider', { maximumSeconds: 1800 }, { field: 'longest', wider: 'no' }],
    ['any protocol is wider: access opens more', { protocol: '*' }, { field: 'protocol', wider: 'yes' }],
    [
      'another protocol is wider: one is not guarded',
      { protocol: 'UDP' },
      { field: 'protocol', wider: 'yes' },
    ],
    ['any source is wider', { allowedSources: ['*'] }, { field: 'sources', wider: 'yes' }],
    ['a part of the sources is not', { allowedSources: ['203.0.113.7'] }, { field: 'sources', wider: 'no' }],
  ];
  for (const [what, over, field] of fields)
    it(`finds that ${what}`, () =>
      deepEqual(differenceOf([ssh], [{ ...ssh, ...over }]), [
        { kind: 'changed', before: ssh, wanted: { ...ssh, ...over }, fields: [field] },
      ]));

  it('compares a port that is there twice protocol by protocol', () => {
    const udp: PortSetting = { ...ssh, protocol: 'UDP' };
    deepEqual(differenceOf([ssh, udp], [ssh]), [
      { kind: 'same', setting: ssh },
      { kind: 'removed', setting: udp },
    ]);
  });

  const setting = fc.record<PortSetting>({
    port: fc.constantFrom(22, 3389, 5985),
    protocol: fc.constantFrom('*', 'TCP', 'UDP'),
    maximumSeconds: fc.constantFrom(300, 3600),
    allowedSources: fc.constantFrom(['*'], ['203.0.113.7'], ['10.0.0.0/8', '203.0.113.7']),
  });
  const settings = fc.array(setting, { maxLength: 5 });

  it('loses nothing: what was and what is to be can be read off it', () => {
    fc.assert(
      fc.property(settings, settings, (before, wanted) => {
        const all = differenceOf(before, wanted);
        const was = all.flatMap((each) =>
          each.kind === 'changed' ? [each.before] : each.kind === 'added' ? [] : [each.setting],
        );
        const is = all.flatMap((each) =>
          each.kind === 'changed' ? [each.wanted] : each.kind === 'removed' ? [] : [each.setting],
        );
        equal(sameSettings(was, before) && sameSettings(is, wanted), true);
      }),
    );
  });

  it('says that all is the same exactly where it is', () => {
    fc.assert(
      fc.property(settings, settings, (before, wanted) =>
        equal(
          differenceOf(before, wanted).every(({ kind }) => kind === 'same'),
          sameSettings(before, wanted),
        ),
      ),
    );
  });
});

describe('widerSources', () => {
  const table: readonly [readonly string[], readonly string[], string][] = [
    [['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/8'], 'no'],
    [['*'], ['203.0.113.7'], 'no'],
    [['0.0.0.0/0'], ['*'], 'no'],
    [['203.0.113.7'], ['203.0.113.7', '203.0.113.8'], 'yes'],
    [['VirtualNetwork'], ['VirtualNetwork'], 'no'],
    [['203.0.113.7'], ['VirtualNetwork'], 'perhaps'],
    [['203.0.113.7'], ['VirtualNetwork', '203.0.113.8'], 'yes'],
  ];
  for (const [before, wanted, wider] of table)
    it(`of ${before.join(', ')} to ${wanted.join(', ')} is: ${wider}`, () =>
      equal(widerSources(before, wanted), wider));

  it('finds an address that was not let in before, wherever there is one', () => {
    // All within 16 addresses, so that each of them can be tried.
    const prefix = fc
      .record({ address: fc.nat(15), length: fc.integer({ min: 28, max: 32 }) })
      .map(({ address, length }) =>
        formatPrefix(parsePrefix(`192.0.2.${address}/${length}`) ?? { first: 0, last: 0, length: 32 }),
      );
    const prefixes = fc.array(prefix, { minLength: 1, maxLength: 4 });
    const addresses = Array.from({ length: 16 }, (_, last) => parsePrefix(`192.0.2.${last}`)?.first ?? 0);
    const lets = (sources: readonly string[], address: number) =>
      sources.some((source) => {
        const block = parsePrefix(source);
        return block !== undefined && block.first <= address && address <= block.last;
      });
    fc.assert(
      fc.property(prefixes, prefixes, (before, wanted) => {
        const more = addresses.some((address) => lets(wanted, address) && !lets(before, address));
        equal(widerSources(before, wanted), more ? 'yes' : 'no');
      }),
    );
  });
});
