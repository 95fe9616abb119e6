// The diagrams of ARCHITECTURE.md are held to the code: rooms and files that are there, and arrows for calls that are made.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root, textOf } from './all-guides.ts';
import { type Diagram, mermaidIn } from './mermaid.ts';

const diagrams = mermaidIn(textOf('ARCHITECTURE.md'));
const diagram = (kind: Diagram['kind']): Diagram =>
  diagrams.find((each) => each.kind === kind) ?? assert.fail(`there is no ${kind}`);

/** Paths in what is written on a diagram. */
const pathsIn = (text: string): readonly string[] => text.match(/\b(?:src|dialogs|cards)\/[\w./-]+\w/g) ?? [];

const filesOf = (room: string): readonly string[] =>
  room.endsWith('.ts') ? [room] : globSync(`${room}/**/*.ts`, { cwd: root });

/** Whether a file of the one room imports a file of the other. */
const imports = (from: string, to: string): boolean =>
  filesOf(from).some((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)]
      .map(([, named, loaded]) => normalize(join(dirname(file), named ?? loaded ?? '')))
      .some((path) => path === to || path.startsWith(`${to}/`)),
  );

/** The files that hand parts over to each other: those of `src` itself. */
const wiring = globSync('src/*.ts', { cwd: root });

describe('the diagrams of ARCHITECTURE.md', () => {
  it('are of the rooms, and of one request', () =>
    assert.deepEqual(
      diagrams.map(({ kind }) => kind),
      ['flowchart', 'sequenceDiagram'],
    ));

  for (const { kind, labels, outside, texts } of diagrams)
    it(`name rooms and files that are there: ${kind}`, () => {
      const ours = [...labels].filter(([name]) => !outside.has(name)).map(([, label]) => label);
      const named = [...ours, ...texts.flatMap(pathsIn)];
      assert.ok(named.length > 7);
      assert.deepEqual(
        named.filter((path) => !existsSync(join(root, path))),
        [],
      );
    });

  it('show every room that the table of rooms has for the product', () => {
    const [, table = ''] = textOf('ARCHITECTURE.md').split('## Rooms');
    const rooms = [...table.matchAll(/^\| (.+?) \|/gm)]
      .flatMap(([, first = '']) => [...first.matchAll(/`((?:src\/\w+|dialogs|cards))\/`/g)])
      .map(([, room = '']) => room)
      .filter((room) => room !== 'src/cli');
    const shown = [...diagram('flowchart').labels.values()];
    assert.ok(rooms.length > 8);
    assert.deepEqual(
      rooms.filter((room) => !shown.includes(room)),
      [],
    );
  });

  const { labels, outside, edges } = diagram('flowchart');
  for (const { from, to, dotted } of edges) {
    const [one = '', other = ''] = [from, to].map((name) => labels.get(name));
    if (outside.has(from) || outside.has(to)) continue;
    if (dotted)
      it(`draw a dotted arrow where the callers know nothing of who is called: ${one} to ${other}`, () => {
        const wired = wiring.some((file) => imports(file, other));
        assert.deepEqual([imports(one, other), wired], [false, true]);
      });
    else
      it(`draw a solid arrow where the code imports it: ${one} to ${other}`, () =>
        assert.ok(imports(one, other)));
  }
});

describe('the rooms of ARCHITECTURE.md', () => {
  it('name each file that stands in none of the folders, and no other', () => {
    const [, row = ''] = /^\| (`src\/main\.ts`.*?) \|/m.exec(textOf('ARCHITECTURE.md')) ?? [];
    const named = [...row.matchAll(/`(?:src\/)?([\w-]+\.ts)`/g)].map(([, file = '']) => `src/${file}`);
    assert.deepEqual(named.sort(), [...wiring].sort());
  });
});

describe('the reader of Mermaid', () => {
  const read = (lines: string) => mermaidIn(`\`\`\`mermaid\n${lines}\n\`\`\`\n`);
  for (const [what, lines] of [
    ['another diagram', 'pie\n  a'],
    ['an arrow to nothing', 'flowchart LR\n  a["A"]\n  a --> b'],
    ['a message to nobody', 'sequenceDiagram\n  actor a as A\n  a->>b: hello'],
    ['a block without an end', 'sequenceDiagram\n  loop for ever'],
    ['an end without a block', 'sequenceDiagram\n  end'],
    ['an arrow of another kind', 'flowchart LR\n  a["A"]\n  a ==> a'],
  ] as const)
    it(`does not take ${what}`, () => assert.throws(() => read(lines)));
});
