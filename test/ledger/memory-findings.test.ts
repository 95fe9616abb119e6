// The findings in memory that other tests use are held to what the real book does.
import { memoryFindings, newFindings } from '../support/memory-findings.ts';
import { findingsBookConformance } from './conformance-findings.ts';

describe('The book of findings in memory', () => {
  let kept = newFindings();
  const before: string[] = [];
  findingsBookConformance(
    async () => {
      before.push(...linesOf(kept));
      kept = newFindings();
      return [memoryFindings(kept), memoryFindings(kept)];
    },
    async (kinds) => [...before, ...linesOf(kept)].filter((line) => kinds.includes(line.split(' ')[0] ?? '')),
  );
});

const linesOf = ({ entries }: ReturnType<typeof newFindings>): readonly string[] =>
  entries.map(({ kind, facts }) => `${kind} ${facts.number ?? ''}`.trim());
