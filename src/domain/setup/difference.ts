// What changes between two settings of a machine's ports, and what of it grows wider.
import type { Span } from '../nsg/pattern.ts';
import { unionOf } from '../nsg/span-sets.ts';
import { isAnySource, parsePrefix } from '../source-prefix.ts';
import type { PortSetting } from './port-setting.ts';

/** `wider`: more gets in than before; `perhaps`: a source is no IPv4 prefix, and what it covers is not known here. */
export interface FieldChange {
  readonly field: 'protocol' | 'longest' | 'sources';
  readonly wider: 'yes' | 'no' | 'perhaps';
}

export type PortDifference =
  /** JIT guards it from now on. */
  | { readonly kind: 'added'; readonly setting: PortSetting }
  /** JIT guards it no more. */
  | { readonly kind: 'removed'; readonly setting: PortSetting }
  | { readonly kind: 'same'; readonly setting: PortSetting }
  | {
      readonly kind: 'changed';
      readonly before: PortSetting;
      readonly wanted: PortSetting;
      /** Those that differ, at least one. */
      readonly fields: readonly FieldChange[];
    };

/** By rising port. A port that is there in several protocols is compared protocol by protocol. */
export function differenceOf(
  before: readonly PortSetting[],
  wanted: readonly PortSetting[],
): readonly PortDifference[] {
  const ports = [...new Set([...before, ...wanted].map(({ port }) => port))].sort(
    (one, other) => one - other,
  );
  return ports.flatMap((port) => {
    const [old, now] = [before, wanted].map((settings) => settings.filter((each) => each.port === port));
    return ofPort(old ?? [], now ?? []);
  });
}

function ofPort(before: readonly PortSetting[], wanted: readonly PortSetting[]): readonly PortDifference[] {
  const [old, now] = [before[0], wanted[0]];
  if (old !== undefined && now !== undefined && before.length === 1 && wanted.length === 1)
    return [ofPair(old, now)];
  const protocols = [...new Set([...before, ...wanted].map(({ protocol }) => protocol))];
  return protocols.flatMap((protocol) => {
    const olds = before.filter((each) => each.protocol === protocol);
    const nows = wanted.filter((each) => each.protocol === protocol);
    const pairs = olds.slice(0, nows.length).flatMap((one, at) => {
      const other = nows[at];
      return other === undefined ? [] : [ofPair(one, other)];
    });
    return [
      ...pairs,
      ...olds.slice(nows.length).map((setting) => ({ kind: 'removed', setting }) as const),
      ...nows.slice(olds.length).map((setting) => ({ kind: 'added', setting }) as const),
    ];
  });
}

function ofPair(before: PortSetting, wanted: PortSetting): PortDifference {
  const fields: readonly FieldChange[] = [
    // Whatever it was and is: either JIT guards less of the port, or access opens more of it.
    ...(before.protocol === wanted.protocol ? [] : [{ field: 'protocol', wider: 'yes' } as const]),
    ...(before.maximumSeconds === wanted.maximumSeconds
      ? []
      : [
          {
            field: 'longest',
            wider: wanted.maximumSeconds > before.maximumSeconds ? 'yes' : 'no',
          } as const,
        ]),
    ...(sameTexts(before.allowedSources, wanted.allowedSources)
      ? []
      : [{ field: 'sources', wider: widerSources(before.allowedSources, wanted.allowedSources) } as const]),
  ];
  return fields.length === 0
    ? { kind: 'same', setting: wanted }
    : { kind: 'changed', before, wanted, fields };
}

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  [...new Set(one)].sort().join(' ') === [...new Set(other)].sort().join(' ');

/** Whether an address is among `wanted` that is not among `before`. */
export function widerSources(before: readonly string[], wanted: readonly string[]): FieldChange['wider'] {
  // Two halves cover what the whole covers.
  const covered = unionOf(before.flatMap((source) => spanOf(source) ?? []));
  const texts = new Set(before);
  const verdicts = wanted.map((source) => {
    const span = spanOf(source);
    if (span === undefined) return texts.has(source) ? 'no' : 'perhaps';
    return covered.some(({ first, last }) => first <= span.first && span.last <= last) ? 'no' : 'yes';
  });
  return (['yes', 'perhaps'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'no';
}

const spanOf = (source: string): Span | undefined =>
  isAnySource(source) ? { first: 0, last: 2 ** 32 - 1 } : parsePrefix(source);
