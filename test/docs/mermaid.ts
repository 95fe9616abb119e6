// Reads the part of Mermaid that ARCHITECTURE.md is drawn in, strictly: whatever else stands there is an error. The package
// `mermaid` could read all of it, with 113 packages, 154 MB and a browser's document; in November 2026 it drew both diagrams.
// After https://mermaid.js.org/intro/syntax-reference.html.

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly dotted: boolean;
}

/** Labels are by node or participant; `outside` are those that are drawn round, or as people: not ours. */
export interface Diagram {
  readonly kind: 'flowchart' | 'sequenceDiagram';
  readonly labels: ReadonlyMap<string, string>;
  readonly outside: ReadonlySet<string>;
  readonly edges: readonly Edge[];
  /** What is written at arrows and in notes. */
  readonly texts: readonly string[];
}

export const mermaidIn = (guide: string): readonly Diagram[] =>
  [...guide.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, block = '']) => diagramOf(block));

/** @throws Error naming the line that is not understood, or that names what was not declared before it */
function diagramOf(block: string): Diagram {
  const [head = '', ...lines] = block.trimEnd().split('\n');
  const kind = /^(?:(flowchart) LR|(sequenceDiagram))$/.exec(head);
  if (kind === null) throw new Error(`Not a diagram that is known: ${head}`);
  const isFlow = kind[1] !== undefined;
  const labels = new Map<string, string>();
  const outside = new Set<string>();
  const edges: Edge[] = [];
  const texts: string[] = [];
  let blocks = 0;
  const known = (name: string, line: string): string => {
    if (!labels.has(name)) throw new Error(`“${name}” is not declared before: ${line}`);
    return name;
  };
  for (const line of lines.map((each) => each.trim())) {
    const [, node, box, round] = /^(\w+)(?:\["([^"]+)"\]|\(\["([^"]+)"\]\))$/.exec(line) ?? [];
    const [, sort, part, as] = /^(participant|actor) (\w+) as (.+)$/.exec(line) ?? [];
    const [, from, arrow, label, to] =
      /^(\w+) (-->|-\.->)(?:\|([^|"]+)\|)? (\w+(?: & \w+)*)$/.exec(line) ?? [];
    const [, sender, sent, receiver, message] = /^(\w+)(->>|-->>)(\w+): ([^;#]+)$/.exec(line) ?? [];
    const [, over, note] = /^Note over (\w+): ([^;#]+)$/.exec(line) ?? [];
    if (isFlow && node !== undefined) {
      labels.set(node, box ?? round ?? '');
      if (round !== undefined) outside.add(node);
    } else if (isFlow && from !== undefined && to !== undefined) {
      for (const each of to.split(' & '))
        edges.push({ from: known(from, line), to: known(each, line), dotted: arrow === '-.->' });
      texts.push(label ?? '');
    } else if (!isFlow && part !== undefined) {
      labels.set(part, as ?? '');
      if (sort === 'actor') outside.add(part);
    } else if (!isFlow && sender !== undefined && receiver !== undefined) {
      edges.push({ from: known(sender, line), to: known(receiver, line), dotted: sent === '-->>' });
      texts.push(message ?? '');
    } else if (!isFlow && over !== undefined) {
      known(over, line);
      texts.push(note ?? '');
    } else if (!isFlow && /^(opt|loop) [^;#]+$/.test(line)) blocks += 1;
    else if (!isFlow && line === 'end' && blocks > 0) blocks -= 1;
    else throw new Error(`Not understood: ${line}`);
  }
  if (blocks > 0) throw new Error('A block has no end.');
  return { kind: isFlow ? 'flowchart' : 'sequenceDiagram', labels, outside, edges, texts };
}
