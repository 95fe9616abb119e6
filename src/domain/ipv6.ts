// Tells IPv6 apart from nonsense. JIT knows IPv4 only, so nothing more is needed.

const GROUP = /^[0-9a-f]{1,4}$/i;
const DOTTED_TAIL = /^\d{1,3}(\.\d{1,3}){3}$/;
const SUFFIX = /(%[0-9a-z_.-]+)?(\/\d{1,3})?$/i;

/** True for an IPv6 address or prefix in any of its spellings, IPv4-mapped (`::ffff:1.2.3.4`) and zoned ones included. */
export const isIpv6 = (text: string): boolean => {
  const address = text.replace(SUFFIX, '');
  const halves = address.split('::');
  if (!address.includes(':') || halves.length > 2) return false;

  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1) ?? '';
  const dotted = DOTTED_TAIL.test(tail);
  const plain = dotted ? groups.slice(0, -1) : groups;
  const count = plain.length + (dotted ? 2 : 0);
  return plain.every((group) => GROUP.test(group)) && (halves.length === 2 ? count <= 7 : count === 8);
};
