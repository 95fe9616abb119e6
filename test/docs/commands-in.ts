// Finds what guides have people type into a shell: in blocks of `sh`, and in the middle of a sentence.

export interface ShellCommand {
  readonly line: number;
  /** One command, continued lines joined. */
  readonly text: string;
  /** All that is typed together with it. */
  readonly block: string;
}

/** What a command in the middle of a sentence begins with; other code there is no command. */
const programs = [
  ...['npm', 'npx', 'node', 'curl', 'git', 'az', 'docker', 'gh', 'kubectl', 'terraform', 'jq', 'promtool'],
  ...['psql', 'pg_dump', 'pg_restore', 'createdb', 'cp', 'rm', 'export', 'bash', 'sh', 'apt-get'],
];
const inSentence = new RegExp(`^(?:(?:${programs.join('|')})(?: |$)|\\.ci/|infra/\\S+\\.sh)`);

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The languages of all fenced blocks; `''` where one has none. */
export const languagesIn = (guide: string): readonly string[] =>
  [...guide.matchAll(/^```(.*)$/gm)].filter((_, at) => at % 2 === 0).map(([, language = '']) => language);

export const shellBlocksIn = (guide: string): readonly { readonly line: number; readonly text: string }[] =>
  [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(({ 1: text = '', index }) => ({
    line: lineOf(guide, index) + 1,
    text,
  }));

export function commandsIn(guide: string): readonly ShellCommand[] {
  const inBlocks = shellBlocksIn(guide).flatMap(({ line, text: block }) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .trimEnd()
      .split('\n')
      .map((text) => ({ line, text: text.trim(), block })),
  );
  // Blocks are blanked, so that lines keep their numbers.
  const prose = guide.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ' '));
  const inSentences = [...prose.matchAll(/`([^`]+)`/g)].map(({ 1: code = '', index }) => {
    const text = code.replaceAll(/\s+/g, ' ').trim();
    return { line: lineOf(prose, index), text, block: text };
  });
  return [...inBlocks, ...inSentences.filter(({ text }) => inSentence.test(text))].flatMap(onePerCommand);
}

/** `npm ci && npm test` are two. */
const onePerCommand = (command: ShellCommand): readonly ShellCommand[] =>
  /^(npm|git) /.test(command.text)
    ? command.text.split(' && ').map((text) => ({ ...command, text }))
    : [command];
