// The answer to `status web-01`: each port, who can reach it and by which rules, what that means for the reader, who has access.

import type { MachineStatus, PortStatus } from '../src/domain/machine-status.ts';
import type { Instant } from '../src/domain/time.ts';
import { accessLine } from './access-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { insideSentence, levelLines, verdictText, worldSentences } from './exposure-words.ts';
import { fitting } from './fitting.ts';
import { placeText } from './grant-words.ts';
import { inARow, inSentence, sentenceOf } from './list-words.ts';
import { lookOf, portLooks, worstOf } from './port-look.ts';
import { portText } from './port-words.ts';
import { sayRecorded } from './recorded.ts';
import { render } from './render.ts';
import { groundAmongOthers } from './status.ts';
import type { Drawn } from './status-card.ts';
import template from './templates/machine-status.json' with { type: 'json' };
import { type Reader, when } from './when.ts';

/** How much of each is shown; more is counted. */
interface Limits {
  readonly ports: number;
  /** Of each level. */
  readonly rules: number;
  readonly access: number;
}

const ever: readonly Limits[] = [
  { ports: 8, rules: 8, access: 8 },
  { ports: 6, rules: 4, access: 4 },
  { ports: 4, rules: 2, access: 2 },
];
const shortest: Limits = { ports: 2, rules: 1, access: 1 };

/** @param now when the NSGs were read */
export const machineStatusCard = (status: MachineStatus, reader: Reader, now: Instant): Drawn =>
  fitting((limits: Limits) => draw(status, reader, now, limits), ever, shortest);

function draw(status: MachineStatus, reader: Reader, now: Instant, limits: Limits): Drawn {
  const { machine, ports } = status;
  const { word, style } = portLooks[worstOf(ports.map(({ exposure }) => lookOf(exposure)))];
  const summary = say`${machine.name}: ${asIs(summaryText(ports))}`;
  const groups = alike(ports.map((port) => ({ port, scope: portScope(port, status, reader, now, limits) })));
  const shown = groups.slice(0, limits.ports);
  const left = groups.slice(limits.ports).flatMap((group) => group.ports).length;
  const scope = {
    summary: asIs(summary),
    status: word,
    style,
    machine: machine.name,
    place: asIs(`${placeText(machine)} · ${escapeMarkdown(machine.region)}`),
    ports: shown.map((group) => ({ ...group.scope, port: asIs(portsText(group.ports)) })),
    notes: [
      ...(left > 0 ? [say`Left out: ${left} more ports.`] : []),
      ...generalNotes(status, reader, now),
    ].map((text) => ({
      text: asIs(text),
    })),
  };
  return { card: render(template, scope), summary };
}

/** `3389 (RDP) open to the world, 5985 (WinRM over HTTP) shut to the world`. */
function summaryText(ports: readonly PortStatus[]): string {
  if (ports.length === 0) return nothingOpen();
  const texts = ports
    .slice(0, 5)
    .map(
      ({ port, exposure }) =>
        say`${asIs(portText(port))} ${asIs(inSentence(portLooks[lookOf(exposure)].word))}`,
    );
  const row = inARow(texts);
  return ports.length > texts.length ? say`${asIs(row)}, and more` : row;
}

const nothingOpen = (): string => say`no JIT policy lists it, and no management port is open to the world`;

/** Ports of which the same is to be said are told of together. */
function alike<Said>(all: readonly { readonly port: PortStatus; readonly scope: Said }[]) {
  const groups = Map.groupBy(all, ({ scope }) => JSON.stringify(scope));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ scope: first.scope, ports: group.map(({ port }) => port.port) }];
  });
}

const mostNumbers = 12;

/** `3389 (RDP)`, or bare numbers of several. */
function portsText(ports: readonly number[]): string {
  const [first, ...others] = ports;
  if (first !== undefined && others.length === 0) return portText(first);
  const more = ports.length - mostNumbers;
  return `${inARow(ports.slice(0, mostNumbers).map(String))}${more > 0 ? say` and ${more} more` : ''}`;
}

function portScope(port: PortStatus, status: MachineStatus, reader: Reader, now: Instant, limits: Limits) {
  const { word, style } = portLooks[lookOf(port.exposure)];
  const levels = port.exposure.gate?.levels ?? [];
  const texts = (lines: readonly string[]) => lines.map((text) => ({ text: asIs(text) }));
  return {
    jit: port.underJit ? '' : say`not under JIT`,
    word,
    style: groundAmongOthers(style === 'attention'),
    sentences: texts([...worldSentences(port), insideSentence(port.exposure)]),
    forYou: asIs(readerText(port)),
    access: texts(accessLines(port, status, reader, now, limits.access)),
    rules: texts(levels.flatMap((level) => levelLines(level, limits.rules))),
  };
}

function readerText({ reader }: PortStatus): string {
  if (reader === undefined) return '';
  const how = { said: '', grant: say`, as in your grant`, confirmed: say`, the address you confirmed last` };
  return say`For you (${reader.source}${asIs(how[reader.how])}): ${asIs(verdictText(reader.verdict))}.`;
}

function accessLines(
  { access, underJit }: PortStatus,
  { listUnread }: MachineStatus,
  reader: Reader,
  now: Instant,
  most: number,
): readonly string[] {
  if (access.length === 0) {
    if (!underJit) return [];
    return [
      listUnread === undefined ? say`Nobody has access through JIT.` : say`Nobody has access through me.`,
    ];
  }
  const lines = access.slice(0, most).map((each) => sentenceOf(accessLine(each, reader, now)));
  const more = access.length - lines.length;
  return more > 0 ? [...lines, say`… and ${more} more.`] : lines;
}

function generalNotes(
  { machine, ports, public: isPublic, listUnread }: MachineStatus,
  reader: Reader,
  now: Instant,
): readonly string[] {
  const { time, zone } = when(now, reader, now);
  return [
    ...(ports.length === 0 ? [say`Nothing to tell: ${asIs(nothingOpen())}.`] : []),
    ...(listUnread === undefined
      ? []
      : [
          say`Azure’s list could not be read, so somebody may have access who is not named here: ${asIs(sayRecorded(listUnread))}`,
        ]),
    ...(ports.some((port) => port.reader === undefined)
      ? [
          say`I do not know your address. Write “status ${machine.name} from 203.0.113.7” with yours to see which rule decides for you.`,
        ]
      : []),
    ...(isPublic
      ? []
      : [say`It has no public address of its own: the world reaches it only through something before it.`]),
    say`What the NSGs let in over IPv4, as they were at ${asIs(time)} (${asIs(zone)}); times are in this zone.`,
  ];
}
