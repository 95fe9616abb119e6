// How each command of the guides is known to work: it is run here, or by another test, or it needs something that is not here.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startProductionWorld } from '../support/production-world.ts';
import { root, textOf } from './all-guides.ts';
import { faultsInAz } from './az-commands.ts';
import type { CommandWorld } from './command-world.ts';
import type { ShellCommand } from './commands-in.ts';

export type Way =
  /** It is run, with what only its reader can know filled in; the result is looked at. */
  | {
      readonly kind: 'run';
      /** What is typed together is run together. */
      readonly wholeBlock?: true;
      readonly run: (world: CommandWorld, command: ShellCommand) => Promise<void>;
    }
  /** Another file runs it: a test, or what CI runs. `says`: the words there that do. */
  | { readonly kind: 'elsewhere'; readonly file: string; readonly says: string }
  /** It cannot be run here. It is read by a shell without running it, and the guide says so: `says`. */
  | {
      readonly kind: 'not-run';
      readonly says: RegExp;
      /** What is wrong with it all the same, held against the repository. */
      readonly faults?: (text: string) => readonly string[];
    }
  /** The name of one of package.json's scripts, of which another row runs more. */
  | { readonly kind: 'name' };

const elsewhere = (file: string, says: string): Way => ({ kind: 'elsewhere', file, says });
/** Runs the command, or what `as` makes of it, and looks for words in its output. */
const prints = (words: RegExp, as = (text: string, _world: CommandWorld): string => text): Way => ({
  kind: 'run',
  run: async (world, { text }) => assert.match(await world.run(as(text, world)), words),
});

const notInAzure: Way = {
  kind: 'not-run',
  faults: faultsInAz,
  says: /not? (?:step was run|tried|been made) (?:in|against|with) (?:a )?real (?:Azure|tenant)|Nothing here was tried|None of this was tried with real Azure|none of these roles has been made/i,
};

/** The first row whose pattern fits the whole command counts. */
export const ways: readonly (readonly [pattern: RegExp, way: Way])[] = [
  // From nothing to running, and the tests: what CI does on a bare machine.
  [/^npm ci( --include=dev)?$/, elsewhere('.ci/run', '\nnpm ci\n')],
  [/^npm test$/, elsewhere('.ci/run', '\nnpm test\n')],
  [
    /^npm run (typecheck|lint|test:browser|test:debian)$/,
    elsewhere(
      '.ci/run',
      'npm run typecheck\nnpm run lint\nnpm test\nnpm run test:browser\nnpm run test:debian\n',
    ),
  ],
  // The same as lint, and writes; here nothing is to be written.
  [/^npm run format$/, elsewhere('.ci/run', 'npm run lint')],
  [/^\.ci\/run$/, elsewhere('.github/workflows/check.yml', '- run: .ci/run')],
  [/^npx mocha test\/domain\/duration\.test\.ts$/, prints(/passing/)],
  [
    /^([A-Z_]*PORT=\d+ )*npm run local$/,
    elsewhere('test/browser/local-in-browser.ts', "startNpmScript('local'"),
  ],
  [/^npm run playground$/, elsewhere('test/browser/playground.test.ts', "startNpmScript('playground'")],
  [/^npm run pictures$/, elsewhere('test/browser/pictures.test.ts', 'take(story, folder)')],
  // It ends at once, and says what is missing: so the bundle is there, and Node takes the flags.
  [/^npm start$/, prints(/MicrosoftAppId: is missing/, (text) => `! env -u LOCAL_MODE ${text} 2>&1`)],
  [/^npm run build$/, elsewhere('infra/Dockerfile', 'RUN node infra/bundle.ts')],
  // What takes hours, or needs a machine of its own.
  [/^npm run torture$/, elsewhere('test/journeys/torture.test.ts', 'torture(')],
  [/^npm run fuzz$/, elsewhere('test/fuzz/fuzz.test.ts', 'runTargets')],
  [/^npm run soak$/, prints(/--minutes/, () => '! npm run soak -- --minutes none 2>&1')],
  [
    /^npm run bench( -- [a-z ]+)?$/,
    {
      kind: 'run',
      run: async (world, { text }) => {
        const named = text.split(' -- ')[1]?.split(' ') ?? [];
        const known = await world.run('! npm run bench -- no-such-part 2>&1');
        for (const part of ['choose from', ...named]) assert.ok(known.includes(part), known);
      },
    },
  ],
  [/^npm run audit:deps$/, { kind: 'not-run', says: /It needs the network, so it is no test/ }],

  // The command line.
  [/^npm run (policy|audit|roles|package)$/, { kind: 'name' }],
  [/^npm run policy -- check (sandbox|infra)\/access-policy\.yaml$/, prints(/no mistakes/)],
  [/^npm run policy -- test sandbox\/access-policy\.yaml$/, prints(/ passed, 0 failed/)],
  [
    /^npm run policy -- check FILE$/,
    prints(/no mistakes/, (text) => text.replace('FILE', 'sandbox/access-policy.yaml')),
  ],
  [
    /^npm run policy -- test FILE$/,
    prints(/ passed, 0 failed/, (text) => text.replace('FILE', 'sandbox/access-policy.yaml')),
  ],
  [/^npm run policy -- (schema|help)$/, prints(/schema|explain/)],
  [/^npm run policy -- check$/, elsewhere('test/cli/policy.test.ts', "'check'")],
  [
    /^npm run policy -- (explain( .*)?|(check|test) access-policy\.yaml)$/,
    elsewhere('test/docs/access-policy.test.ts', "'npm run policy -- '"),
  ],
  [/^npm run roles -- list$/, prints(/initiate\/action/)],
  [/^(npm run roles --|node src\/cli\/roles\.ts) check$/, prints(/All that is needed is there/)],
  [
    /^npm run roles -- write$/,
    elsewhere('test/cli/roles.test.ts', 'as \\`npm run roles -- write\\` writes it'),
  ],
  [
    /^npm run licences -- write$/,
    elsewhere('test/licences/licences.test.ts', 'as npm run licences -- write writes it'),
  ],
  [
    /^npm run audit -- export --since (2026-11-01|DATE)$/,
    prints(/"kind":"history-refused"/, (text) => text.replace('DATE', '2026-11-01')),
  ],
  // No line of npm's before the entries.
  [/^node src\/cli\/audit\.ts export --since 2026-11-01$/, prints(/^\{"seq":1,.*"kind":"history-refused"/)],
  [/^npm run audit -- export$/, elsewhere('test/cli/audit.test.ts', "'export', '--since'")],
  [
    /^npm run audit -- export .* --out november\.csv$/,
    {
      kind: 'run',
      run: async ({ run, folder }, { text }) => {
        const file = join(folder, 'november.csv');
        await run(text.replace('november.csv', file));
        assert.match(await run(`cat ${file}`), /^seq,at,actor,kind,.*\n1,.*history-refused/);
      },
    },
  ],
  [/^export MicrosoftAppId=|^export TEAMS_/, { kind: 'run', wholeBlock: true, run: buildsThePackage }],

  // Over HTTP.
  [/^curl --silent \$url\/healthz$/, prints(/^\{"status":"alive"\}$/, atBot)],
  [/^curl --silent \$url\/readyz$/, prints(/^\{"status":"ready","details":\[\]\}$/, atBot)],
  [
    /^curl .*--write-out '%\{http_code\}\\n'.* \$url\/api\/messages$/,
    { kind: 'run', run: refusesWhoBringsNoToken },
  ],
  [
    /^curl https:\/\/(jit\.example\.com|…)\/readyz$/,
    prints(/"status":"ready"/, (text, { botUrl }) => text.replace(/https:.*(?=\/readyz)/, botUrl)),
  ],
  [
    /^curl -X PUT http:\/\/127\.0\.0\.1:3981\/_sandbox\/address\/[\d.]+$/,
    prints(
      /^204$/,
      (text, { doorUrl }) =>
        `${text.replace('http://127.0.0.1:3981', doorUrl)} --silent --write-out '%{http_code}'`,
    ),
  ],
  [
    /^curl -H 'X-Forwarded-For: 192\.0\.2\.1' LINK$/,
    {
      kind: 'run',
      run: async ({ run, link }, { text }) => {
        const page = await run(text.replace('LINK', `--silent '${link}'`));
        assert.ok(page.includes('203.0.113.7') && !page.includes('192.0.2.1'), page);
      },
    },
  ],
  [/^git (tag|push) /, { kind: 'run', wholeBlock: true, run: startsARelease }],

  // Back-up and restore.
  [/^pg_dump /, elsewhere('test/debian/restore.test.ts', "type('pg_dump'")],
  [/^pg_restore /, elsewhere('test/debian/restore.test.ts', "type('pg_restore'")],
  [/^createdb$/, elsewhere('test/debian/restore.test.ts', 'freshDatabase()')],
  [/^cp -a "\$DATA_DIR"/, elsewhere('test/debian/restore.test.ts', `type('cp -a "$DATA_DIR"'`)],
  [
    /^(rm -rf "\$DATA_DIR"|cp -a "\$BACKUP")/,
    elsewhere('test/debian/restore.test.ts', `type('cp -a "$BACKUP"'`),
  ],

  // What is not here.
  [/\baz /, notInAzure],
  [
    /^docker run /,
    { kind: 'not-run', says: /Not tried: the official image as the base/, faults: notOfTheImage },
  ],
  [
    /^docker build /,
    { kind: 'not-run', says: /Not tried: the official image as the base/, faults: notWhatIsRun },
  ],
  [
    /^jq -c 'select\(\.request == "…"\)'$/,
    { kind: 'not-run', says: /`request` \| id of the access request/ },
  ],
  // Settings and names, and the loop around commands that are not run.
  [
    /^(location=westeurope group=\S+ registry=\S+|scopes=.*|graph=\S+ +# Microsoft Graph.*|for .*; do|done)$/,
    notInAzure,
  ],
  [
    /^(DATABASE_URL|DATABASE_SIGN_IN|AZURE_CLIENT_ID)=/,
    elsewhere('test/journeys/key-less.test.ts', "DATABASE_SIGN_IN: 'entra'"),
  ],
];

/** `$url` is the bot's. */
function atBot(text: string, { botUrl }: CommandWorld): string {
  return `url=${botUrl}\n${text}`;
}

/** As a deployed bot does, which has an identity; in local mode nobody brings one. */
async function refusesWhoBringsNoToken({ run }: CommandWorld, { text }: ShellCommand): Promise<void> {
  const { bot, stop } = await startProductionWorld();
  try {
    assert.match(await run(`url=${new URL(bot.messagesUrl).origin}\n${text}`), /^401$/m);
  } finally {
    await stop();
  }
}

/** Ports and folders that the container's recipe does not know. */
function notOfTheImage(text: string): readonly string[] {
  const recipe = textOf('infra/Dockerfile');
  const inside = [...text.matchAll(/--(?:publish \d+|volume "?[^ :]+):([^ ":]+)/g)].map(
    ([, name = '']) => name,
  );
  return inside.length === 3 ? inside.filter((name) => !recipe.includes(name)) : ['three are expected'];
}

/** A recipe that is not there, and a tag that the guide does not run. */
function notWhatIsRun(text: string): readonly string[] {
  const [, recipe = '', tag = ''] = /^docker build --file (\S+) --tag (\S+) \.$/.exec(text) ?? [];
  return [
    ...(existsSync(join(root, recipe)) ? [] : [`there is no ${recipe}`]),
    ...(textOf('docs/deploy.md').includes(`--env-file bot.env ${tag}\n`) ? [] : [`nobody runs ${tag}`]),
  ];
}

/** The whole block, into a folder of its own. */
async function buildsThePackage({ run, folder }: CommandWorld, { block }: ShellCommand): Promise<void> {
  const file = join(folder, 'jit-access.zip');
  assert.match(await run(block.replace('npm run package', `npm run package -- --out ${file}`)), /Valid/);
  assert.ok(existsSync(file));
}

/** In a repository of its own, with a remote that is a folder. */
async function startsARelease({ run, folder }: CommandWorld, { block }: ShellCommand): Promise<void> {
  const repository = join(folder, 'repository');
  const begin = `git init --quiet --bare ${repository}.git && git init --quiet ${repository} && cd ${repository}
    git -c user.name=Ada -c user.email=ada@contoso.example commit --quiet --allow-empty -m first
    git remote add origin ${repository}.git`;
  assert.match(
    await run(`${begin}\n${block} 2>/dev/null\ngit ls-remote --tags origin`),
    /refs\/tags\/v\d+\.\d+\.\d+/,
  );
  await rm(repository, { recursive: true });
  await rm(`${repository}.git`, { recursive: true });
}
