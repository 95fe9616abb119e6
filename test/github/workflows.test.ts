// GitHub's side of the habits, held to what the repository has: nobody here can run the workflows themselves.
import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const step = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const permissions = z.record(z.string(), z.enum(['read', 'write']));
const job = z.strictObject({
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: z.string().optional(),
  'runs-on': z.string(),
  container: z.string().optional(),
  'timeout-minutes': z.number(),
  permissions: permissions.optional(),
  env: z.record(z.string(), z.string()).optional(),
  steps: z.array(step),
});
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), job),
});

const folder = '.github/workflows';
const scripts = async (): Promise<readonly string[]> =>
  Object.keys(
    z
      .looseObject({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile('package.json', 'utf8'))).scripts,
  );

async function workflows() {
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => ({
      file,
      ...workflow.parse(parse(await readFile(`${folder}/${file}`, 'utf8'))),
    })),
  );
}

const stepsOf = async () =>
  (await workflows()).flatMap(({ file, jobs }) =>
    Object.entries(jobs).flatMap(([name, { steps }]) =>
      steps.map((each) => ({ where: `${file}: ${name}`, ...each })),
    ),
  );

describe('GitHub workflows', () => {
  it('are there for tests and for a release, and may write only where they say so', async () => {
    const all = await workflows();
    assert.deepEqual(all.map(({ file }) => file).sort(), ['check.yml', 'release.yml']);
    assert.deepEqual(
      all.map((each) => each.permissions),
      all.map(() => ({ contents: 'read' })),
    );
    const writing = all.flatMap(({ jobs }) =>
      Object.entries(jobs).filter(([, each]) => Object.values(each.permissions ?? {}).includes('write')),
    );
    assert.deepEqual(writing.map(([name]) => name).sort(), ['container', 'notes']);
  });

  it('pin every action by its whole commit, and say which version that is', async () => {
    for (const { file } of await workflows()) {
      const lines = (await readFile(`${folder}/${file}`, 'utf8'))
        .split('\n')
        .filter((line) => /\buses:/.test(line));
      assert.ok(lines.length > 0);
      for (const line of lines)
        assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${file}: ${line}`);
    }
  });

  it('pin one action in one version everywhere', async () => {
    const pins = Map.groupBy(
      (await stepsOf()).flatMap(({ uses }) => uses ?? []),
      (uses) => uses.split('@')[0],
    );
    for (const [action, uses] of pins) assert.equal(new Set(uses).size, 1, String(action));
  });

  it('leave no credentials with what they run', async () => {
    const checkouts = (await stepsOf()).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    assert.ok(checkouts.length > 0);
    for (const { where, with: settings } of checkouts)
      assert.equal(settings?.['persist-credentials'], false, where);
  });

  it('run npm scripts, files and recipes that exist', async () => {
    const known = await scripts();
    const commands = (await stepsOf()).flatMap(({ run }) => run?.split('\n') ?? []);
    const named = commands.flatMap((line) =>
      [...line.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    assert.deepEqual(
      named.filter((name) => !known.includes(name)),
      [],
    );
    const files = commands.flatMap((line) =>
      [...line.matchAll(/(?:^|\s)(\.ci\/run|infra\/\S+)/g)].map(([, file = '']) => file),
    );
    assert.ok(files.includes('.ci/run'));
    for (const file of files) await access(file);
  });

  it('never put what somebody outside may have written into a shell', async () => {
    for (const { where, run } of await stepsOf()) assert.doesNotMatch(run ?? '', /\$\{\{/, where);
  });
});

describe('Dependabot', () => {
  it('looks after packages, actions and the container’s base, each where it is', async () => {
    const { updates } = z
      .looseObject({
        updates: z.array(z.looseObject({ 'package-ecosystem': z.string(), directory: z.string() })),
      })
      .parse(parse(await readFile('.github/dependabot.yml', 'utf8')));
    assert.deepEqual(
      updates.map((each) => [each['package-ecosystem'], each.directory]),
      [
        ['npm', '/'],
        ['github-actions', '/'],
        ['docker', '/infra'],
      ],
    );
    for (const file of ['package-lock.json', `${folder}/check.yml`, 'infra/Dockerfile']) await access(file);
  });
});

describe('Issue forms', () => {
  it('ask for something under labels of their own, and for nothing twice', async () => {
    const form = z.strictObject({
      name: z.string(),
      description: z.string(),
      labels: z.array(z.string()),
      body: z.array(
        z.strictObject({
          type: z.enum(['markdown', 'textarea', 'input', 'dropdown']),
          id: z.string().optional(),
          attributes: z.looseObject({}),
          validations: z.strictObject({ required: z.boolean() }).optional(),
        }),
      ),
    });
    const files = (await readdir('.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');
    assert.deepEqual(files.sort(), ['wish.yml', 'wrong.yml']);
    for (const file of files) {
      const { body } = form.parse(parse(await readFile(`.github/ISSUE_TEMPLATE/${file}`, 'utf8')));
      const ids = body.flatMap(({ id }) => id ?? []);
      assert.ok(ids.length > 0);
      assert.equal(new Set(ids).size, ids.length, file);
    }
  });
});
