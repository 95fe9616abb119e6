// Which licences the packages have that run in production, read from what is installed, and which of them may be used.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Licensed {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression (https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/). */
  readonly licence: string;
}

/** They ask for no more than to keep their text with the package, which npm does. */
export const usable: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Packages that say their licence elsewhere than in their package.json, read by a person in exactly this version. */
const readByHand: Readonly<Record<string, string>> = {
  // "## License: MIT" at the end of its Readme.md.
  'escape-regexp-component@1.0.2': 'MIT',
};

const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});
const packageShape = z.object({ name: z.string(), version: z.string(), license: z.unknown().optional() });

/**
 * @param root the project's folder, with a slash at its end
 * @returns each package once, by name; of one that is not installed here (it is for another system) what the lockfile says
 * @throws Error when another version is installed than the lockfile names
 */
export function productionLicences(root: URL): readonly Licensed[] {
  const { packages } = lockShape.parse(JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')));
  const found = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license = '' }]): Licensed => {
      const file = new URL(`${path}/package.json`, root);
      const name = path.split('node_modules/').at(-1) ?? path;
      if (!existsSync(file)) return { name, version, licence: license };
      const installed = packageShape.parse(JSON.parse(readFileSync(file, 'utf8')));
      if (installed.version !== version)
        throw new Error(`${path} is installed as ${installed.version}, and the lockfile says ${version}`);
      const said = typeof installed.license === 'string' ? installed.license : license;
      return { name, version, licence: said || (readByHand[`${name}@${version}`] ?? 'unknown') };
    });
  const once = new Map(found.map((each) => [`${each.name}@${each.version}`, each]));
  return [...once.values()].sort(
    (one, other) => compare(one.name, other.name) || compare(one.version, other.version),
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Of `A OR B` one is enough, of `A AND B` both are needed; anything longer is for a person to read. */
export function isUsable(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  const alternatives = bare.split(' OR ').map((each) => each.split(' AND '));
  return alternatives.some((all) => all.every((each) => usable.has(each)));
}

/** docs/licences.md. */
export function licencesGuide(all: readonly Licensed[]): string {
  const byLicence = Map.groupBy(all, ({ licence }) => licence);
  const kinds = [...byLicence].sort(([, one], [, other]) => other.length - one.length);
  return [
    '# Licences',
    '',
    'The packages that run in production, theirs included, with their licences. Written by `npm run licences -- write`; a test holds it',
    'to what is installed, and refuses a licence that is not among those listed in `test/licences/licences.ts`.',
    '',
    ...kinds.flatMap(([licence, packages]) => [
      `## ${licence}`,
      '',
      ...packages.map(({ name, version }) => `- ${name} ${version}`),
      '',
    ]),
  ].join('\n');
}
