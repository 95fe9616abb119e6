// What `npm run policy` can do, and how a command line that cannot be run is answered.

/** Where a command writes, and what it knows of the world. */
export interface CommandIo {
  /** A line of the answer. */
  readonly print: (line: string) => void;
  /** A line about what went wrong. */
  readonly complain: (line: string) => void;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A command line that cannot be run as it is; `message` says what to write instead. */
export class UsageError extends Error {}

/** A file that cannot be used; `lines` say why. */
export class FileError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

export const usage = `Usage:
  npm run policy -- check FILE       says what is wrong with a policy file, with lines
  npm run policy -- test FILE        runs the cases written beside the rules
  npm run policy -- explain OPTIONS  says which rule decides, and all that it sets
  npm run policy -- schema           prints the JSON Schema of policy files, for editors
  npm run policy -- help             prints this

Options of explain:
  --user NAME|ID          who asks: a name of the file, or an Entra object id
  --machine NAME          the machine
  --port NUMBER           the port
  --for TIME              how long, such as 1h or 90m
  --from ADDRESS          the source; left out: all rules that could decide are shown
  --group NAME|ID         a group the person is in (as often as needed); they are in no other
  --resource-group NAME   left out: not known
  --subscription NAME|ID  a GUID is its id, anything else its name; left out: not known
  --subscription-id ID    the id beside the name, for rules that look at both
  --tag NAME=VALUE        a tag of the machine (as often as needed); left out: not known
  --no-tags               the machine has none
  --reason TEXT           left out: none
  --at TIME               when, such as "2026-11-23 10:00" in the time zone of the file; left out: now
  --break-glass           without approval first, where the rule allows it
  --file FILE             left out: ACCESS_POLICY, or ./access-policy.yaml`;
