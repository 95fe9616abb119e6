// Which address leads to what was opened.
import assert from 'node:assert/strict';
import { connectAddress } from '../../src/domain/connect-address.ts';
import { anOpen } from '../support/requests.ts';

describe('where to connect to', () => {
  const open = anOpen();
  const { machine } = open.terms;
  const second = { interfaceId: 'nic-2', privateAddress: '10.0.0.5', primary: false };
  const on = (address: string, changes: Partial<typeof machine>) => {
    const terms = { ...open.terms, machine: { ...machine, ...changes } };
    return connectAddress({ terms, sight: { ...open.sight, address } });
  };
  const { publicAddress: _, ...inside } = machine;

  it('is the public address that leads to the one that is open', () => {
    assert.equal(on('10.0.0.4', {}), '203.0.113.10');
  });

  it('is the private one where there is no public one', () => {
    assert.equal(
      connectAddress({ terms: { ...open.terms, machine: inside }, sight: open.sight }),
      '10.0.0.4',
    );
  });

  it('is the private one where that is not the address the public one leads to', () => {
    assert.equal(on('10.0.0.5', { addresses: [...machine.addresses, second] }), '10.0.0.5');
  });
});
