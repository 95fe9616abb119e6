// Where to connect to once a port is open.
import type { Open } from './access-request.ts';

/**
 * The public address where the open private address is the one it leads to, else the private one.
 * Only IPv4 addresses from Azure.
 */
export function connectAddress(request: Pick<Open, 'terms' | 'sight'>): string {
  const { machine } = request.terms;
  const leadsElsewhere = machine.addresses.some(
    ({ privateAddress, primary }) => privateAddress === request.sight.address && !primary,
  );
  return leadsElsewhere ? request.sight.address : (machine.publicAddress ?? request.sight.address);
}
