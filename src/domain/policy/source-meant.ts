// What somebody means by a source they typed: an address, or a network that the access policy has a name for.
import type { Refusal } from '../refusal.ts';
import { checkSource } from '../source-prefix.ts';
import type { Network, PolicyInForce } from './access-policy.ts';
import { sameName } from './fold.ts';

/** A source to send to Azure, in its one spelling, with the access policy's name for it; or a refusal. */
export type SourceMeant =
  | { readonly ok: true; readonly source: string; readonly network?: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** The networks that can be named; without an access policy, none. */
export const networksIn = (policy: PolicyInForce): readonly Network[] =>
  policy.kind === 'in-force' ? policy.policy.networks : [];

/**
 * As `checkSource`, and what is no address may be a network's name, in any case. What can be read as an address is one,
 * whatever networks are called.
 * @param context as `checkSource` takes it, with the networks of the access policy in force.
 */
export function sourceMeant(
  typed: string,
  context: Parameters<typeof checkSource>[1] & { readonly networks: readonly Network[] },
): SourceMeant {
  const { networks } = context;
  const asAddress = checkSource(typed, context);
  if (asAddress.ok) return withName(asAddress.source, networks);
  if (asAddress.refusal.code !== 'source-not-ipv4') return asAddress;
  // A name copied from a card carries invisible characters, which keep it from becoming a link there.
  const name = typed.replace(/\p{Cf}/gu, '').trim();
  const network = networks.find((each) => sameName(each.name, name));
  if (network === undefined) return noSuchNetwork(asAddress.refusal, networks);
  const [prefix, another] = network.prefixes;
  if (prefix === undefined || another !== undefined)
    return {
      ok: false,
      refusal: { code: 'source-several', network: network.name, prefixes: network.prefixes },
    };
  const checked = checkSource(prefix, context);
  if (checked.ok) return { ok: true, source: checked.source, network: network.name };
  return { ok: false, refusal: called(checked.refusal, `${network.name} (${prefix})`) };
}

/** A prefix that is one of a network's is that network, however it was typed. */
function withName(source: string, networks: readonly Network[]): SourceMeant {
  const network = networks.find(({ prefixes }) => prefixes.includes(source));
  return { ok: true, source, ...(network && { network: network.name }) };
}

const noSuchNetwork = (
  refusal: Extract<Refusal, { code: 'source-not-ipv4' }>,
  networks: readonly Network[],
): SourceMeant => ({
  ok: false,
  refusal: { ...refusal, networks: networks.map(({ name }) => name) },
});

const called = (refusal: Refusal, typed: string): Refusal =>
  'typed' in refusal ? { ...refusal, typed } : refusal;
