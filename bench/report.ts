// What the benchmark found: one table for people, JSON for programs.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Finding, Section } from './section.ts';

/** What one part found. */
export interface SectionResult extends Pick<Section, 'name' | 'about'> {
  readonly findings: readonly Finding[];
}

/** Whether what a file of the benchmark exports is a part of it. */
export const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && 'about' in value && 'run' in value;

/** Prints one table of all parts, and writes test-output/bench.json. */
export async function report(results: readonly SectionResult[]): Promise<void> {
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryMegabytes: Math.round(totalmem() / 2 ** 20),
    linux: release(),
    node: process.version,
  };
  const at = new Date().toISOString();
  console.log(table(results));
  console.log(
    `\n${at}: ${machine.cores} cores of ${machine.cpu}, ${machine.memoryMegabytes} MB, Node ${machine.node}.`,
  );
  const directory = join(import.meta.dirname, '..', 'test-output');
  await mkdir(directory, { recursive: true });
  const sections = results.map(({ name, about, findings }) => ({
    name,
    about,
    findings: findings.map((finding) => ({ ...finding, ratio: ratioOf(finding), met: isMet(finding) })),
  }));
  await writeFile(
    join(directory, 'bench.json'),
    `${JSON.stringify({ at, machine, sections }, undefined, 2)}\n`,
  );
}

/** A Markdown table: a line for each finding, the parts one below the other. */
export function table(results: readonly SectionResult[]): string {
  const header = ['measure', 'ours', 'reference', 'ratio', 'goal', 'met'];
  const ruler = ['---', '---:', '---:', '---:', '---', '---'];
  const lines = results.flatMap(({ findings }) => findings.map(lineOf));
  return [header, ruler, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function lineOf(finding: Finding): readonly string[] {
  const { measure, ours, reference, goal, digits = 0 } = finding;
  const met = isMet(finding);
  return [
    measure,
    ours.toFixed(digits),
    reference === undefined ? '' : `${reference.value.toFixed(digits)} (${reference.name})`,
    ratioOf(finding)?.toFixed(2) ?? '',
    goal === undefined
      ? ''
      : `${goal.of === 'ratio' ? 'ratio ' : ''}${goal.is === 'at most' ? '≤' : '≥'} ${goal.value}`,
    met === undefined ? '' : met ? 'yes' : '**no**',
  ];
}

/** `undefined`: there is nothing to hold it against. */
const ratioOf = ({ ours, reference }: Finding): number | undefined =>
  reference === undefined ? undefined : ours / reference.value;

/** `undefined`: nothing was promised. A ratio that is promised and cannot be told is not met. */
export function isMet(finding: Finding): boolean | undefined {
  const { ours, goal } = finding;
  if (goal === undefined) return undefined;
  const value = goal.of === 'ours' ? ours : (ratioOf(finding) ?? Number.NaN);
  return goal.is === 'at most' ? value <= goal.value : value >= goal.value;
}
