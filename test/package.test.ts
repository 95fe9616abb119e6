// package.json and its lockfile: what is installed is exactly what was reviewed, wherever it is fetched from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(read('package.json')));
const lock = z
  .object({
    lockfileVersion: z.number(),
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        integrity: z.string().optional(),
        dev: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
        dependencies: versions.optional(),
        devDependencies: versions.optional(),
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')));
const { '': own, ...packages } = lock.packages;
const entries = Object.entries(packages);

describe('package.json', () => {
  it('names exact versions', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    assert.deepEqual(loose, []);
  });
});

describe('package-lock.json', () => {
  it('is of the version that names every package with its place', () => {
    assert.deepEqual([lock.lockfileVersion, entries.length > 300], [3, true]);
  });

  it('agrees with package.json', () => {
    const { dependencies, devDependencies } = manifest;
    assert.deepEqual(
      { dependencies: own?.dependencies, devDependencies: own?.devDependencies },
      { dependencies, devDependencies },
    );
  });

  it('holds the SHA-512 of every package', () => {
    const without = entries.filter(
      ([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity),
    );
    assert.deepEqual(
      without.map(([path]) => path),
      [],
    );
  });

  it('names no host and no other place to fetch from, so that any registry will do and none is trusted', () => {
    const placed = entries.filter(([, each]) => 'resolved' in each || 'link' in each);
    assert.deepEqual(
      placed.map(([path]) => path),
      [],
    );
    assert.doesNotMatch(read('package-lock.json'), /https?:\/\/registry|git\+|file:/);
  });

  it('is kept so by .npmrc', () => {
    assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m);
    assert.match(read('.npmrc'), /^save-exact=true$/m);
  });

  it('has no package in production that runs anything when it is installed', () => {
    const running = entries
      .filter(([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1) ?? path);
    assert.deepEqual(
      running.filter((name) => manifest.allowScripts[name] !== false),
      [],
    );
  });
});
