// The lines of the card that changes a machine's ports.
import { deepEqual, equal } from 'node:assert/strict';
import { mostRows, shownRows } from '../../../src/domain/setup/port-rows.ts';
import type { PortRow } from '../../../src/domain/setup/setup-change.ts';

const row = (port: string): PortRow => ({ port, protocol: 'TCP', longest: '3h', sources: '' });
const empty: PortRow = { port: '', protocol: '*', longest: '', sources: '' };

describe('shownRows', () => {
  it('adds two empty lines', () => {
    deepEqual(shownRows([row('22')]), [row('22'), empty, empty]);
  });

  it('keeps a line whose port was cleared in the middle, and none that is empty at the end', () => {
    deepEqual(shownRows([empty, row('22'), empty, { ...empty, protocol: 'UDP' }]), [
      empty,
      row('22'),
      empty,
      empty,
    ]);
  });

  it('has no more lines than the card has room for, and drops none that is filled in', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => row(String(at + 1)));
    equal(shownRows(rows(7)).length, mostRows);
    equal(shownRows(rows(8)).length, mostRows);
    deepEqual(shownRows(rows(10)), rows(10));
  });
});
