// The ports of one machine in a JIT policy's JSON: what is wanted is put in, what is not known here is carried along. Pure.
import type { PortSetting } from '../domain/setup/port-setting.ts';
import { isoDurationOf, isoDurationSeconds } from './iso-duration.ts';
import { type Fields, fieldsIn, firstOf } from './json-fields.ts';

/**
 * @param read the machine's ports as they were read, in all of its entries
 * @returns those that are wanted, in the order they were read, then the new ones
 */
export function portsWith(read: readonly unknown[], wanted: readonly PortSetting[]): Fields[] {
  const ports = read.flatMap(fieldsIn);
  const placeOf = ({ port }: PortSetting): number => {
    const at = ports.findIndex(({ number }) => number === port);
    return at < 0 ? ports.length : at;
  };
  return wanted
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((setting) => portWith(mergedPort(ports, setting.port), setting));
}

/** All that was said of a port number; where it was listed twice, the first one's fields before the other's. */
const mergedPort = (ports: readonly Fields[], port: number): Fields =>
  firstOf(ports.filter(({ number }) => number === port));

/** Azure's spelling of what stays the same is kept: `PT180M`, `tcp`, or one source in the plural field. */
function portWith(read: Fields, { port, protocol, maximumSeconds, allowedSources }: PortSetting): Fields {
  const { allowedSourceAddressPrefix: one, allowedSourceAddressPrefixes: several, ...others } = read;
  const protocolRead = textIn(others.protocol);
  const longestRead = textIn(others.maxRequestAccessDuration);
  const [source, ...more] = allowedSources;
  // The two fields exclude each other, as the REST spec says.
  const wasPlural = !textIn(one) && Array.isArray(several) && several.length > 0;
  return {
    ...others,
    number: port,
    protocol: protocolRead?.toUpperCase() === protocol ? protocolRead : protocol,
    ...(more.length > 0 || wasPlural
      ? { allowedSourceAddressPrefixes: [...allowedSources] }
      : { allowedSourceAddressPrefix: source }),
    maxRequestAccessDuration:
      isoDurationSeconds(longestRead ?? '') === maximumSeconds ? longestRead : isoDurationOf(maximumSeconds),
  };
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
