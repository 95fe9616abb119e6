// `npm run policy -- …`, in process and once as a process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runPolicyCommand } from '../../src/cli/policy.ts';
import { policySchemaText } from '../../src/policy/policy-schema.ts';
import { fileOf, fullFile, ids } from '../policy/files.ts';

const run = promisify(execFile);

describe('npm run policy', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-cli-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (text: string | Buffer, name = 'policy.yaml'): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  /** Exit code and all lines, with the folder left out. */
  const policy = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
    const out: string[] = [];
    const err: string[] = [];
    const bare = (line: string) => line.replaceAll(`${folder}/`, '');
    const code = runPolicyCommand(args, {
      print: (line) => out.push(bare(line)),
      complain: (line) => err.push(bare(line)),
      variables,
      now: Date.parse('2026-11-23T09:00:00Z'),
    });
    return { code, out, err };
  };

  describe('check', () => {
    it('says how much there is in a file without mistakes', () =>
      assert.deepEqual(policy(['check', file(fullFile)]), {
        code: 0,
        out: [
          'policy.yaml: 3 rules, 1 case, no mistakes',
          'On call now: linus, until 09:00 on Mon 30 Nov (Asia/Kathmandu).',
          'Admins, besides those of JIT_ADMINS: linus, the group dba-leads.',
        ],
        err: [],
      }));

    it('says who is on call now, where a file says so', () => {
      const text = `${fileOf('- { name: a, decision: refused }', `people: { ada: ${ids.ada}, grace: ${ids.grace} }\n`)}onCall: { people: [ada, grace] }\n`;
      assert.deepEqual(policy(['check', file(text)]).out, [
        'policy.yaml: 1 rule, 0 cases, no mistakes',
        'On call now: ada, grace.',
      ]);
    });

    it('says where each mistake is', () =>
      assert.deepEqual(policy(['check', file('version: 1\nrule: []\n')]), {
        code: 1,
        out: [
          'policy.yaml:1:1: “rules” is missing: it must be a list: [{ name: all, decision: refused }].',
          'policy.yaml:2:1: “rule” is not known here; did you mean “rules”?',
        ],
        err: [],
      }));

    it('names what is wrong with the shape first, and the names once that is mended', () => {
      const rule = (decision: string) =>
        fileOf(`- { name: a, decision: ${decision}, when: { sources: [nowhere] } }`);
      const [shape, names] = ['permitted', 'automatic'].map(
        (each) => policy(['check', file(rule(each))]).out,
      );
      assert.deepEqual(
        [shape?.map((line) => /nowhere/.test(line)), names?.map((line) => /nowhere/.test(line))],
        [[false], [true]],
        JSON.stringify([shape, names]),
      );
    });

    it('warns of what is hardly meant, and takes it', () => {
      const rules = '- { name: all, decision: automatic }\n- { name: b, decision: automatic }';
      assert.deepEqual(policy(['check', file(fileOf(rules))]), {
        code: 0,
        out: [
          'policy.yaml:4:13: warning: “b” never decides: “all” stands before it and is about all of the same; put the narrower rule first.',
          'policy.yaml: 2 rules, 0 cases, no mistakes',
        ],
        err: [],
      });
    });

    it('says that there is no such file, or that it is none', () => {
      assert.deepEqual(policy(['check', join(folder, 'none.yaml')]).out, [
        'none.yaml: there is no such file.',
      ]);
      assert.deepEqual(policy(['check', folder]).out, [`${folder}: cannot be read (EISDIR).`]);
      assert.deepEqual(policy(['check', file(Buffer.from([255]))]).out, [
        'policy.yaml: is not UTF-8 text; save it as UTF-8.',
      ]);
    });
  });

  describe('test', () => {
    it('counts what passed', () =>
      assert.deepEqual(policy(['test', file(fullFile)]), { code: 0, out: ['1 passed, 0 failed'], err: [] }));

    it('shows what failed, what was expected, what came and by which rule', () => {
      const text = fullFile.replace('needs 2 approvers', 'automatic').replace('for: 1h', 'for: 3h');
      assert.deepEqual(policy(['test', file(text)]), {
        code: 1,
        out: [
          'policy.yaml:38: ada, prod-sql-1, port 1433, from 203.0.113.7, for 3 h',
          '  expected: automatic, by “production databases”',
          '  got:      refused, by “production databases”',
          '    That is too long; rule “production databases” of the access policy allows up to 2 h.',
          '0 passed, 1 failed',
        ],
        err: [],
      });
    });

    it('shows by how many approvers it is wrong', () => {
      const { code, out } = policy(['test', file(fullFile.replace('needs 2', 'needs 1'))]);
      assert.equal(code, 1);
      assert.deepEqual(out.slice(1, 3), [
        '  expected: needs 1 approver, by “production databases”',
        '  got:      needs 2 approvers, by “production databases”',
      ]);
    });

    it('says what a case leaves out that a rule looks at', () => {
      const text = `${fileOf('- { name: a, decision: automatic, when: { machines: [{ tags: { x: y }, subscription: S }] } }')}tests:\n  - { ask: { as: ${ids.ada}, machine: "m\\e[2J", port: 22, for: 1h }, expect: automatic }\n`;
      assert.deepEqual(policy(['test', file(text)]).out.slice(0, 4), [
        `policy.yaml:5: ${ids.ada}, m[2J, port 22, from 192.0.2.1, for 1 h`,
        '  expected: automatic',
        '  got:      refused, by “a”',
        '    It is not known whether rule “a” of the access policy is about this; say so with “subscription” with its name or “tags”.',
      ]);
    });

    it('is not content with no cases', () =>
      assert.deepEqual(policy(['test', file(fileOf('- { name: a, decision: refused }'))]), {
        code: 1,
        out: ['policy.yaml: there are no cases; write some under “tests”.'],
        err: [],
      }));
  });

  describe('explain', () => {
    const asked = ['--user', 'ada', '--machine', 'play-1', '--port', '22', '--for', '1h'];

    it('names the rule that decides, what it sets, and why the others do not', () => {
      const { code, out, err } = policy([
        ...['explain', '--file', file(fullFile), ...asked, '--from', '203.0.113.7', '--group', 'DBA'],
        ...['--resource-group', 'rg-play', '--subscription', 'Test', '--tag', 'env=test'],
      ]);
      assert.deepEqual(
        { code, out, err },
        {
          code: 0,
          out: [
            'ada is in dba, and in no other group.',
            'Not known of play-1: id of the subscription.',
            'As of 2026-11-23 10:00 (Europe/Berlin).',
            'On call: linus, until 09:00 on Mon 30 Nov (Asia/Kathmandu).',
            '',
            'play-1, port 22 (SSH), from 203.0.113.7, for 1 h:',
            '',
            'Let in at once. Nobody has to approve.',
            '',
            'Decided by playground (lets in at once).',
            '- As long as the machine’s just-in-time policy allows.',
            '- From any source that the machine’s just-in-time policy allows.',
            '- A reason is not required.',
            '- Nobody has to approve.',
            '',
            'The other rules:',
            '- production databases (asks for approval): is about other machines: prod-sql-* (resource group rg-data-prod, subscription Production, tag env = prod).',
            '- retired (refuses): is about other machines: old-*.',
          ],
          err: [],
        },
      );
    });

    it('shows what could decide where the source is not given', () => {
      const { out } = policy(['explain', ...asked], { ACCESS_POLICY: file(fullFile) });
      assert.deepEqual(out.slice(0, 6), [
        'ada is in no group.',
        'Not known of play-1: resource group, subscription, tags.',
        'As of 2026-11-23 10:00 (Europe/Berlin).',
        'On call: linus, until 09:00 on Mon 30 Nov (Asia/Kathmandu).',
        '',
        'Whatever the source, this rule decides: playground (lets in at once).',
      ]);
    });

    it('takes a person by object id, a time of day, and broken glass', () => {
      const { out } = policy([
        ...[
          'explain',
          '--file',
          file(fullFile),
          '--user',
          ids.linus,
          '--group',
          ids.dba,
          '--machine',
          'prod-sql-1',
        ],
        ...['--resource-group', 'rg-data-prod', '--subscription', 'Production', '--tag', 'env=prod'],
        ...['--port', '1433', '--for', '30m', '--from', '203.0.113.7', '--at', '2026-11-23 17:30'],
        ...['--reason', 'INC-1', '--break-glass'],
      ]);
      assert.deepEqual(out.slice(1, 3), [
        'Not known of prod-sql-1: id of the subscription.',
        'As of 2026-11-23 17:30 (Europe/Berlin).',
      ]);
      assert.deepEqual(out.slice(5, 8), [
        'prod-sql-1, port 1433, from 203.0.113.7, for 30 min, breaking glass:',
        '',
        'Let in at once, by breaking glass. Approvers and on-call are told, and somebody else must review it.',
      ]);
    });

    const mistakes: readonly (readonly [args: readonly string[], problem: string])[] = [
      [['--machine', 'a'], '--user is missing: who asks.'],
      [
        ['--user', 'ada', '--machine', 'a', '--port', '99999', '--for', '1h'],
        '--port must be a number from 1 to 65535, not “99999”.',
      ],
      [
        ['--user', 'ada', '--machine', 'a', '--port', '22', '--for', '1'],
        '--for must be a length of time such as 1h or 90m, not “1”.',
      ],
      [[...asked, '--from', '*'], '--from: “*” would be nearly everybody; write networks of /8 or narrower.'],
      [
        [...asked, '--from', 'office'],
        '--from: “office” is a network of the file, and a request comes from one address or CIDR; write one of it, such as 203.0.113.0.',
      ],
      [[...asked, '--port', '23'], '--port is given twice; say it once.'],
      [[...asked, '--break-glass', '--break-glass'], '--break-glass is given twice; say it once.'],
      [[...asked, '--tag', 'a=b', '--no-tags'], '--no-tags and --tag exclude each other; say one.'],
      [[...asked, '--subscription-id', 'Production'], '--subscription-id must be a GUID, not “Production”.'],
      [
        ['--user', 'ada', '--machine', 'a', '--port', '022', '--for', '1h'],
        '--port must be a number from 1 to 65535, not “022”.',
      ],
      [[...asked, '--tag', 'prod'], '--tag must be NAME=VALUE, not “prod”.'],
      [
        [...asked, '--at', 'soon'],
        '--at must be a time such as "2026-11-23 10:00" or 2026-11-23T09:00Z, not “soon”.',
      ],
      [[...asked, '--group', 'dbs'], 'There is no group “dbs” in the file; did you mean “dba”?'],
      [
        ['--user', 'eve', ...asked.slice(2)],
        'There is no person “eve” in the file; there are “ada”, “grace”, “linus”.',
      ],
    ];
    for (const [args, problem] of mistakes)
      it(`says what to write instead: ${problem}`, () => {
        const { code, err } = policy(['explain', ...args, '--file', file(fullFile)]);
        assert.deepEqual([code, err[0], err.at(-1)], [2, 'Usage:', problem]);
      });

    describe('with rules that look at what is not said', () => {
      const id = '5bc1a2de-0000-4000-8000-000000000001';
      const rules = [
        `- { name: by id, decision: automatic, when: { ports: [1], machines: [{ subscription: ${id} }] } }`,
        '- { name: by name, decision: automatic, when: { ports: [2], machines: [{ subscription: Test }] } }',
        '- { name: by all, decision: automatic, when: { ports: [3], machines: [{ resourceGroup: rg, tags: { a: b } }] } }',
      ].join('\n');
      const refusals = (port: string, ...more: readonly string[]): readonly string[] => {
        const { out } = policy([
          ...['explain', '--file', file(fileOf(rules)), '--user', ids.ada, '--machine', 'm', '--port', port],
          ...['--for', '1h', '--from', '203.0.113.7', ...more],
        ]);
        return out.filter((line) => line.startsWith('- It is not known') || line.startsWith('Let in'));
      };
      const unknown = (rule: string, ways: string) => [
        `- It is not known whether rule “${rule}” of the access policy is about this; say so with ${ways}.`,
      ];
      const letIn = ['Let in at once. Nobody has to approve.'];

      it('names the options that would say it', () => {
        assert.deepEqual(refusals('1'), unknown('by id', '--subscription-id'));
        assert.deepEqual(refusals('1', '--subscription', 'Test'), unknown('by id', '--subscription-id'));
        assert.deepEqual(refusals('2'), unknown('by name', '--subscription'));
        assert.deepEqual(refusals('2', '--subscription', id), unknown('by name', '--subscription'));
        assert.deepEqual(refusals('3'), unknown('by all', '--resource-group or --tag (or --no-tags)'));
        assert.deepEqual(refusals('3', '--tag', 'a=b'), unknown('by all', '--resource-group'));
      });

      it('knows it when it is said', () => {
        assert.deepEqual(refusals('1', '--subscription', id), letIn);
        assert.deepEqual(refusals('1', '--subscription', 'Prod', '--subscription-id', id), letIn);
        assert.deepEqual(refusals('2', '--subscription', 'Test', '--subscription-id', id), letIn);
        assert.deepEqual(refusals('3', '--resource-group', 'rg', '--tag', 'A=B'), letIn);
        assert.deepEqual(refusals('3', '--resource-group', 'rg', '--no-tags'), []);
      });
    });

    it('looks no further than the time that is asked for, and names what it is too long for', () => {
      const text = `- { name: day, decision: automatic, when: { hours: day }, longest: 30m }\n- { name: else, decision: refused, when: { sources: [192.0.2.1] } }`;
      const hours = "timeZone: UTC\nhours: { day: [{ days: mon, from: '8:00', to: '11:00' }] }\n";
      const lines = (time: string) =>
        policy([
          ...['explain', '--file', file(fileOf(text, hours)), '--user', ids.ada, '--machine', 'm'],
          ...['--port', '22', '--for', time],
        ]).out;
      assert.ok(lines('30m').includes('Otherwise: day (lets in at once).'));
      assert.ok(!lines('30m').join().includes('too long'));
      assert.ok(
        lines('1h').includes(
          '- Refused: That is too long; rule “day” of the access policy allows up to 30 min.',
        ),
      );
      assert.ok(lines('3h').includes('Only in the hours day (UTC): day (lets in at once).'));
    });

    it('says which option it does not know', () => {
      const { code, err } = policy(['explain', '--machin', 'a']);
      assert.equal(code, 2);
      assert.match(err.at(-1) ?? '', /^Unknown option '--machin'/);
    });

    it('says what is wrong with a file that it cannot use', () =>
      assert.deepEqual(policy(['explain', ...asked, '--file', file('version: 1\n')]), {
        code: 1,
        out: [],
        err: ['policy.yaml:1:1: “rules” is missing: it must be a list: [{ name: all, decision: refused }].'],
      }));
  });

  it('prints the schema', () => assert.equal(`${policy(['schema']).out.join('\n')}\n`, policySchemaText()));

  for (const args of [[], ['chek', 'a'], ['check'], ['check', 'a', 'b'], ['test', '--all'], ['schema', 'x']])
    it(`shows how it is used on “${args.join(' ')}”`, () => {
      const { code, out, err } = policy(args);
      assert.deepEqual([code, out, err[0], err.at(-2)], [2, [], 'Usage:', '']);
    });

  for (const args of [['--help'], ['-h'], ['help'], ['explain', '--help'], ['check', '--help']])
    it(`says what it can do on “${args.join(' ')}”, which is no mistake`, () => {
      const { code, out, err } = policy(args);
      assert.deepEqual([code, out[0], err], [0, 'Usage:', []]);
    });

  it('works as a process, with its exit code, and without a stack trace', async () => {
    const script = fileURLToPath(new URL('../../src/cli/policy.ts', import.meta.url));
    const well = await run(process.execPath, [script, 'test', file(fullFile)]);
    assert.deepEqual(well, { stdout: '1 passed, 0 failed\n', stderr: '' });
    const badly = await run(process.execPath, [script, 'explain']).catch((error: unknown) => error);
    assert.ok(badly instanceof Error && 'code' in badly && 'stderr' in badly && 'stdout' in badly);
    assert.equal(badly.code, 2);
    assert.match(String(badly.stderr), /^Usage:\n[\s\S]*\n\n--user is missing: who asks\.\n$/);
    assert.equal(badly.stdout, '');
  });
});
