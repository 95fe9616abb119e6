// The policy from a real file: read at the start, and when its content changes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyNews } from '../../src/access/policy-port.ts';
import { openPolicyFile, type PolicyFileSource } from '../../src/policy/open-policy-file.ts';
import { fileOf, fullFile } from './files.ts';

const quiet = { info: () => {}, error: () => {} };
const small = fileOf('- { name: a, decision: refused }');
const broken = 'version: 1\nrules: no\n';

describe('openPolicyFile', () => {
  let folder: string;
  let file: string;
  let source: PolicyFileSource | undefined;
  let news: PolicyNews[];
  let heard: () => void;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    file = join(folder, 'access-policy.yaml');
    news = [];
    heard = () => {};
  });
  afterEach(async () => {
    await source?.stop();
    rmSync(folder, { recursive: true });
  });

  const open = async (log = quiet): Promise<PolicyFileSource> => {
    const onNews = (one: PolicyNews): void => {
      news.push(one);
      heard();
    };
    source = await openPolicyFile({ file, pollSeconds: 0.01, onNews, log });
    return source;
  };
  /** Waits for the news that come of `change`. */
  const newsAfter = (change: () => void): Promise<PolicyNews | undefined> =>
    new Promise((resolve) => {
      heard = () => resolve(news.at(-1));
      change();
    });
  const rules = (): number | string => {
    const current = source?.current();
    return current?.kind === 'in-force' ? current.policy.rules.length : (current?.why ?? 'closed');
  };

  it('has the policy in force when it is open', async () => {
    writeFileSync(file, fullFile);
    const { current, problem } = await open();
    const fingerprint = createHash('sha256').update(fullFile).digest('hex').slice(0, 12);
    assert.deepEqual(news, [{ kind: 'loaded', fingerprint, rules: 3 }]);
    const inForce = current();
    assert.ok(inForce.kind === 'in-force');
    assert.equal(inForce.fingerprint, fingerprint);
    assert.equal(problem(), undefined);
  });

  it('opens without a file, and reads it when it comes', async () => {
    await open();
    assert.equal(rules(), 'missing');
    assert.deepEqual(news, [{ kind: 'missing', file }]);
    assert.equal((await newsAfter(() => writeFileSync(file, small)))?.kind, 'loaded');
    assert.equal(rules(), 1);
  });

  it('opens with a broken file, and nothing is in force', async () => {
    writeFileSync(file, broken);
    await open();
    assert.equal(rules(), 'unreadable');
    assert.ok(news[0]?.kind === 'unreadable' && !news[0].kept);
  });

  it('takes a new version, and keeps it where the next is broken', async () => {
    writeFileSync(file, fullFile);
    await open();
    assert.equal((await newsAfter(() => writeFileSync(file, small)))?.kind, 'loaded');
    assert.equal(rules(), 1);
    const told = await newsAfter(() => writeFileSync(file, broken));
    assert.ok(told?.kind === 'unreadable' && told.kept);
    assert.equal(rules(), 1);
    assert.match(source?.problem() ?? '', /stays in force/);
  });

  it('refuses everything when the file is gone', async () => {
    writeFileSync(file, small);
    await open();
    assert.deepEqual(await newsAfter(() => rmSync(file)), { kind: 'missing', file });
    assert.equal(rules(), 'missing');
  });

  it('follows a link that is swapped, as a mounted config map is', async () => {
    for (const [name, text] of [
      ['old', fullFile],
      ['new', small],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'access-policy.yaml'), text);
    }
    symlinkSync('old', join(folder, 'data'));
    symlinkSync(join('data', 'access-policy.yaml'), file);
    await open();
    assert.equal(rules(), 3);
    await newsAfter(() => {
      symlinkSync('new', join(folder, 'next'));
      renameSync(join(folder, 'next'), join(folder, 'data'));
    });
    assert.equal(rules(), 1);
  });

  const useless: readonly (readonly [what: string, make: () => void, problem: RegExp])[] = [
    ['a folder', () => mkdirSync(file), /^The file cannot be read \(EISDIR\)/],
    [
      'larger than 1 MiB',
      () => writeFileSync(file, `${small}#${'x'.repeat(1_048_576)}`),
      /larger than 1 MiB/,
    ],
    ['not UTF-8', () => writeFileSync(file, Buffer.from([0x61, 0xff, 0x62])), /not UTF-8/],
  ];
  for (const [what, make, problem] of useless)
    it(`says so when the file is ${what}`, async () => {
      make();
      await open();
      assert.ok(news[0]?.kind === 'unreadable');
      assert.match(news[0].problems[0] ?? '', problem);
      assert.equal(rules(), 'unreadable');
    });

  it('reads on when whoever hears the news throws', async () => {
    const errors: string[] = [];
    source = await openPolicyFile({
      file,
      pollSeconds: 0.01,
      log: { ...quiet, error: (_, sentence) => errors.push(sentence) },
      onNews: (one) => {
        news.push(one);
        heard();
        throw new Error('nobody listens');
      },
    });
    await newsAfter(() => writeFileSync(file, small));
    assert.equal(rules(), 1);
    assert.ok(errors.includes('News of the access policy was not taken'));
  });

  it('looks no more once it is stopped', async () => {
    writeFileSync(file, small);
    const { stop } = await open();
    await stop();
    const lasting = process.getActiveResourcesInfo().filter((kind) => kind === 'FSReqPromise');
    assert.deepEqual(lasting, []);
    rmSync(file);
    assert.equal(rules(), 1);
  });
});
