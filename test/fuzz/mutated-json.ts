// JSON that was right once: values of another type, fields missing or doubled, prototype names, nesting without end.
import fc from 'fast-check';
import { hostileText } from './hostile-text.ts';

/** Where: at each level the child with this number, modulo how many there are. How: what is put there. */
interface Change {
  readonly steps: readonly number[];
  readonly how: 'replace' | 'remove' | 'copy' | 'rename' | 'wrap' | 'nest';
  readonly value: unknown;
}

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 53, 1e308, 22, 3389, 65_536) },
  {
    weight: 1,
    arbitrary: fc.constantFrom([], {}, [[]], [null], { toString: 'x' }, JSON.parse('{"then": 1}'), {
      toJSON: 1,
    }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

const change: fc.Arbitrary<Change> = fc.record({
  steps: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'copy', 'rename', 'wrap', 'nest'),
  value: scalar,
});

/** @param base chosen anew for each; up to `most` changes are made to it, often none @param values put in instead of hostile ones */
export const mutatedJson = (
  base: fc.Arbitrary<unknown>,
  most = 4,
  values: fc.Arbitrary<unknown> = scalar,
): fc.Arbitrary<unknown> =>
  fc
    .tuple(base, fc.array(fc.tuple(change, values), { maxLength: most }))
    .map(([value, changes]) =>
      changes.reduce(
        (changed, [each, put]) => apply(changed, { ...each, value: structuredClone(put) }),
        structuredClone(value),
      ),
    );

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function apply(root: unknown, { steps, how, value }: Change): unknown {
  let parent: unknown = root;
  for (const [index, step] of steps.entries()) {
    if (!isContainer(parent)) return root;
    const keys = Object.keys(parent);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return root;
    const child = parent[key];
    if (index < steps.length - 1 && isContainer(child) && Object.keys(child).length > 0) {
      parent = child;
      continue;
    }
    put(parent, key, how, value);
    return root;
  }
  return root;
}

function put(parent: Record<string, unknown>, key: string, how: Change['how'], value: unknown): void {
  switch (how) {
    case 'replace':
      set(parent, key, value);
      return;
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case 'copy':
      if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
      else set(parent, `${key}2`, structuredClone(parent[key]));
      return;
    case 'rename':
      if (Array.isArray(parent)) return;
      set(parent, typeof value === 'string' ? value.slice(0, 50) : '__proto__', parent[key]);
      delete parent[key];
      return;
    case 'wrap':
      set(parent, key, [parent[key]]);
      return;
    case 'nest':
      set(parent, key, nested(parent[key], 40));
  }
}

/** Also the name `__proto__` makes a field of its own, as `JSON.parse` does. */
const set = (parent: object, key: string, value: unknown): void =>
  void Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });

const nested = (value: unknown, depth: number): unknown =>
  depth === 0 ? value : { nested: nested(value, depth - 1) };
