// What a change of the setup is about, in short pieces that cards, answers and notices share. All escaped Markdown.
import type { MachineChoice } from '../../src/domain/machine.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';
import type { Asked, Plan, SetupChange } from '../../src/domain/setup/setup-change.ts';
import { machineName } from '../azure-names.ts';
import { asIs, escapeMarkdown, say, sayAgain, toSay } from '../escape.ts';
import { nameText, personText, placeText } from '../grant-words.ts';
import { listText, withRemark } from '../list-words.ts';
import { allowsAll, anyPrefixText, portText } from '../port-words.ts';
import { spanText, whenText } from '../when.ts';

/** The role of infra/roles that has every right of setting JIT up, and of reading what is set up. */
export const setupRole = { name: 'JIT Access bot with setup', file: 'infra/roles/bot-with-setup.json' };

/** What whoever runs the bot is to do about a missing right. */
export const giveRole = (): string =>
  say`Give my identity the role “${asIs(setupRole.name)}” (${asIs(setupRole.file)}) for the subscription concerned`;

/** How each of these is called among them: `web-01`, or `web-01 (Production / rg-web)` where another has the name, too. */
export function namesApart(machines: readonly MachineChoice[]): (machine: MachineChoice) => string {
  const shared = (machine: MachineChoice): boolean =>
    machines.some(({ id, name }) => name === machine.name && id !== machine.id);
  return (machine) =>
    shared(machine) ? withRemark(machineName(machine), placeText(machine)) : machineName(machine);
}

/** `Production / rg-web · westeurope`. */
export const wherePlaced = (machine: MachineChoice): string =>
  say`${asIs(placeText(machine))} · ${machine.region}`;

/** `web-01`, or `12 machines`. */
function machinesTitle(machines: readonly MachineChoice[]): string {
  const [only, ...others] = machines;
  return only !== undefined && others.length === 0 ? machineName(only) : say`${machines.length} machines`;
}

/** `web-01, web-02 and 3 more`. */
export function namesText(machines: readonly Pick<MachineChoice, 'name'>[], most: number): string {
  return listText(machines.map(machineName), most);
}

/** The machines it is about; none for the plan of Defender. */
export function machinesOf(of: Asked | Plan): readonly MachineChoice[] {
  switch (of.kind) {
    case 'defender':
      return [];
    case 'enable':
      return ('machines' in of ? of.machines : of.targets).map(({ machine }) => machine);
    case 'configure':
      return ('target' in of ? [of.target] : of.targets).map(({ machine }) => machine);
    case 'disable':
      return of.targets.map(({ machine }) => machine);
  }
}

/** The title of a change's card: the machine, `12 machines`, or the subscription. */
export const aboutText = (of: Asked | Plan): string =>
  of.kind === 'defender' ? escapeMarkdown(of.subscription.name) : machinesTitle(machinesOf(of));

/** Below the title: where it is; empty where that is several places. */
export function aboutPlace(of: Asked | Plan): string {
  if (of.kind === 'defender') return say`Subscription ${of.subscription.id}`;
  const places = [...new Set(machinesOf(of).map(wherePlaced))];
  return places.length === 1 ? (places[0] ?? '') : '';
}

const tasks: Readonly<Record<Plan['kind'], string>> = {
  defender: toSay('Turn on Defender for Servers'),
  enable: toSay('Turn JIT on'),
  configure: toSay('Configure JIT'),
  disable: toSay('Turn JIT off'),
};

/** What is asked for, without for whom: `Turn JIT on`. */
export const taskText = (kind: Plan['kind']): string => sayAgain(tasks[kind]);

/** What is done: `Turn JIT on for web-01`. */
export const workText = (of: Asked | Plan): string =>
  of.kind === 'configure'
    ? say`${asIs(taskText(of.kind))} on ${asIs(aboutText(of))}`
    : say`${asIs(taskText(of.kind))} for ${asIs(aboutText(of))}`;

/** `any protocol`, `TCP`. */
export const protocolText = (protocol: PortSetting['protocol']): string =>
  protocol === '*' ? say`any protocol` : protocol;

/** `any source address`, `203.0.113.0/24 or 192.0.2.17`. */
export const sourcesWords = (sources: readonly string[]): string =>
  allowsAll(sources) ? say`any source address` : anyPrefixText(sources);

/** `Port 3389 (RDP): TCP, up to 3 h, from any source address`. */
export const settingText = ({ port, protocol, maximumSeconds, allowedSources }: PortSetting): string =>
  say`Port ${asIs(portText(port))}: ${asIs(protocolText(protocol))}, up to ${asIs(spanText(maximumSeconds))}, from ${asIs(sourcesWords(allowedSources))}`;

/** How somebody asks for access to it: `rdp to web-01 for 1h`. */
export function askingExample(machine: Pick<MachineChoice, 'name'>, ports: readonly number[]): string {
  const name = machineName(machine);
  const [port = 3389] = ports;
  // A command, the same in every language.
  if (port === 22) return `ssh ${name} 1h`;
  return port === 3389 ? `rdp to ${name} for 1h` : `open ${port} on ${name} for 1h`;
}

/** A moment as the admin who asked reads it; the day only where it is another. */
export const at = ({ reader, askedAt }: SetupChange, instant: number): string =>
  whenText(instant, reader, askedAt);

/** Who asked: short in a private chat, else with the id, since a name proves nothing. */
export const askerName = ({ by, origin }: SetupChange): string =>
  origin.private ? nameText(by) : personText(by);
