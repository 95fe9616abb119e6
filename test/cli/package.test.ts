// `npm run package`: the package it builds, opened again; and what it says of settings that cannot make one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { manifestMistakes } from '../../src/cli/app-manifest.ts';
import { runPackageCommand } from '../../src/cli/package.ts';

const botId = '11111111-2222-3333-4444-555555555555';
const settings = {
  MicrosoftAppId: botId.toUpperCase(),
  TEAMS_DEVELOPER_NAME: 'Contoso IT',
  TEAMS_WEBSITE_URL: 'https://intranet.contoso.example/jit',
  TEAMS_PRIVACY_URL: 'https://contoso.example/privacy',
  TEAMS_TERMS_URL: 'https://contoso.example/terms',
};
const developer = {
  name: 'Contoso IT',
  websiteUrl: settings.TEAMS_WEBSITE_URL,
  privacyUrl: settings.TEAMS_PRIVACY_URL,
  termsOfUseUrl: settings.TEAMS_TERMS_URL,
};
const program = join(import.meta.dirname, '../../src/cli/package.ts');
const ours = new URL('../../manifest/', import.meta.url);

describe('npm run package', function () {
  // Processes of their own, on a machine that may be busy.
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-package-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The command in this process, writing `app.zip` into the folder. */
  async function run(variables: Readonly<Record<string, string>>, from?: URL) {
    const [printed, complained]: [string[], string[]] = [[], []];
    const io = {
      print: (line: string) => void printed.push(line),
      complain: (line: string) => void complained.push(line),
      variables,
    };
    const code = await runPackageCommand(['--out', join(folder, 'app.zip')], io, from);
    return { code, printed, complained, files: await readdir(folder) };
  }

  it('writes a zip of exactly the filled manifest and both icons, the same bytes in every time zone', async () => {
    const zips = await Promise.all(
      ['UTC', 'Pacific/Kiritimati'].map(async (TZ) => {
        const env = { PATH: process.env.PATH, TZ, ...settings };
        const file = join(folder, `${TZ.replace('/', '-')}.zip`);
        const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, '--out', file], {
          env,
          cwd: folder,
        });
        assert.deepEqual([stderr, stdout.includes(`bot ${botId}. Valid`)], ['', true]);
        return readFile(file);
      }),
    );
    const [zip = Buffer.alloc(0), elsewhere] = zips;
    assert.deepEqual(zip, elsewhere);
    const { 'manifest.json': manifest = new Uint8Array(), ...icons } = unzipSync(zip);
    assert.deepEqual(
      Object.entries(icons).map(([name, bytes]) => [name, Buffer.from(bytes)]),
      [
        ['color.png', await readFile(new URL('color.png', ours))],
        ['outline.png', await readFile(new URL('outline.png', ours))],
      ],
    );
    const template = JSON.parse(await readFile(new URL('manifest.json', ours), 'utf8'));
    const { version } = JSON.parse(await readFile(new URL('../package.json', ours), 'utf8'));
    assert.deepEqual(JSON.parse(strFromU8(manifest)), {
      ...template,
      id: botId,
      version,
      developer,
      bots: [{ ...template.bots[0], botId }],
    });
    assert.deepEqual(await manifestMistakes(strFromU8(manifest)), []);
  });

  it('writes jit-access.zip where it is run, when no file is named', async () => {
    await promisify(execFile)(process.execPath, [program], { env: settings, cwd: folder });
    assert.deepEqual(await readdir(folder), ['jit-access.zip']);
  });

  it('takes an id and a version of the app’s own', async () => {
    const id = '99999999-8888-7777-6666-555555555555';
    await run({ ...settings, TEAMS_APP_ID: id, TEAMS_APP_VERSION: '2.0.11' });
    const files = unzipSync(await readFile(join(folder, 'app.zip')));
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
    assert.deepEqual([manifest.id, manifest.version, manifest.bots[0].botId], [id, '2.0.11', botId]);
  });

  it('declares single sign-on only where the bot signs people in', async () => {
    const manifestOf = async (more: Readonly<Record<string, string>>) => {
      assert.equal((await run({ ...settings, ...more })).code, 0);
      const files = unzipSync(await readFile(join(folder, 'app.zip')));
      const { validDomains, webApplicationInfo } = JSON.parse(
        strFromU8(files['manifest.json'] ?? new Uint8Array()),
      );
      return { validDomains, webApplicationInfo };
    };
    const other = '99999999-8888-7777-6666-555555555555';
    const off = { validDomains: undefined, webApplicationInfo: undefined };
    const on = (id: string) => ({
      validDomains: ['token.botframework.com'],
      webApplicationInfo: { id, resource: `api://botid-${id}` },
    });
    assert.deepEqual(await manifestOf({ TEAMS_SIGN_IN_APP_ID: other }), off);
    assert.deepEqual(await manifestOf({ OAUTH_CONNECTION: 'azure' }), on(botId));
    assert.deepEqual(await manifestOf({ OAUTH_CONNECTION: 'azure', TEAMS_SIGN_IN_APP_ID: other }), on(other));
  });

  it('names every setting that is missing, each with what to do, and writes nothing', async () => {
    const { code, complained, files } = await run({ TEAMS_WEBSITE_URL: '' });
    assert.deepEqual([code, files], [2, []]);
    const [text = ''] = complained;
    assert.match(text, /docs\/teams-app\.md/);
    for (const [name, advice] of [
      ['MicrosoftAppId', 'app id, a GUID such as'],
      ['TEAMS_DEVELOPER_NAME', 'such as Contoso IT'],
      ['TEAMS_WEBSITE_URL', 'https address of your page on this bot'],
      ['TEAMS_PRIVACY_URL', 'https address of your privacy statement'],
      ['TEAMS_TERMS_URL', 'https address of your terms of use'],
    ] as const)
      assert.match(text, new RegExp(`  - ${name}: set it to .*${advice}`));
  });

  const wrong: readonly [what: string, more: Record<string, string>, says: RegExp][] = [
    ['an id that is none', { MicrosoftAppId: 'jit-bot' }, /MicrosoftAppId: .*a GUID such as/],
    [
      'the id of the template',
      { MicrosoftAppId: '00000000-0000-0000-0000-000000000000' },
      /not the zeros of the template/,
    ],
    ['an app id that is none', { TEAMS_APP_ID: 'jit' }, /TEAMS_APP_ID: .*or leave it out/],
    ['a version in words', { TEAMS_APP_VERSION: 'next' }, /TEAMS_APP_VERSION: must be three numbers/],
    ['a version with a leading zero', { TEAMS_APP_VERSION: '1.02.0' }, /TEAMS_APP_VERSION/],
    ['a name that is too long', { TEAMS_DEVELOPER_NAME: 'x'.repeat(33) }, /32 characters at most/],
    ['a name of nothing', { TEAMS_DEVELOPER_NAME: ' ' }, /TEAMS_DEVELOPER_NAME: set it/],
    ['a page without https', { TEAMS_TERMS_URL: 'http://contoso.example' }, /TEAMS_TERMS_URL: set it/],
    ['a page that is no address', { TEAMS_PRIVACY_URL: 'privacy.html' }, /TEAMS_PRIVACY_URL: set it/],
  ];
  for (const [what, more, says] of wrong)
    it(`refuses ${what}, and that alone`, async () => {
      const { code, complained, files } = await run({ ...settings, ...more });
      assert.deepEqual([code, files, complained.join('\n').match(/^ {2}- /gm)?.length], [2, [], 1]);
      assert.match(complained.join('\n'), says);
    });

  it('writes no package that Microsoft’s validator finds fault with', async () => {
    const spoilt = join(folder, 'spoilt');
    await mkdir(spoilt);
    const manifest = JSON.parse(await readFile(new URL('manifest.json', ours), 'utf8'));
    const [list] = manifest.bots[0].commandLists;
    list.commands.push({ title: 'a thirteenth' });
    await writeFile(join(spoilt, 'manifest.json'), JSON.stringify(manifest));
    for (const icon of ['color.png', 'outline.png']) await copyFile(new URL(icon, ours), join(spoilt, icon));
    const { code, complained, files } = await run(settings, pathToFileURL(`${spoilt}/`));
    assert.deepEqual([code, files], [1, ['spoilt']]);
    assert.match(complained.join('\n'), /was not written:\n {2}- .*must NOT have more than 12 items/);
  });

  it('finds fault with what is no manifest at all', async () => {
    for (const text of ['', '[]', '{"manifestVersion":"1.30"}'])
      assert.notDeepEqual(await manifestMistakes(text), [], text);
  });

  it('says that a file cannot be written, and leaves nothing behind', async () => {
    const { code, complained } = await runAt(join(folder, 'nowhere', 'app.zip'));
    assert.deepEqual([code, await readdir(folder)], [1, []]);
    assert.match(complained, /app\.zip cannot be written \(ENOENT\)/);
  });

  for (const args of [['--to', 'x.zip'], ['x.zip'], ['--out', ''], ['--out']])
    it(`says how it is used when asked for “${args.join(' ')}”`, async () => {
      const { code, complained } = await runWith(args);
      // The mistake comes last, where it is read.
      assert.deepEqual([code, /^Usage:[\s\S]*\n\n(?!Usage:).+$/.test(complained)], [2, true]);
    });

  it('prints that for help, which is no mistake', async () => {
    const { code, printed } = await runWith(['--help']);
    assert.deepEqual([code, /Usage:/.test(printed)], [0, true]);
  });

  async function runWith(args: readonly string[]) {
    const [printed, complained]: [string[], string[]] = [[], []];
    const code = await runPackageCommand(args, {
      print: (line) => void printed.push(line),
      complain: (line) => void complained.push(line),
      variables: settings,
    });
    return { code, printed: printed.join('\n'), complained: complained.join('\n') };
  }
  const runAt = (file: string) => runWith(['--out', file]);
});
