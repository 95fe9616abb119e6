// A sentence to a command: the whole of what the bot understands of language.
import type { Command, WishedTime } from './command.ts';
import { commandPhrase } from './command-phrases.ts';
import { grantCommand } from './grant-command.ts';
import { type Heard, hear } from './hear.ts';
import { leadingCommand } from './leading-command.ts';
import { machineAmong } from './machine-among.ts';
import { setupCommand } from './setup-command.ts';
import { sentenceOf, wordsOf } from './words.ts';

/**
 * What `text` (the bot's mention already removed) asks for. Works in linear time and never throws.
 * Only the first 2,000 characters are considered; what follows is not read, and not in `unknown`.
 * The machine is always a word of the text. Nothing is checked: neither that it exists nor that the port may be opened.
 */
export const parseCommand = (text: string): Command => {
  const sentence = sentenceOf(text);
  const words = wordsOf(sentence);
  return (
    commandPhrase(words) ??
    setupCommand(sentence, words) ??
    grantCommand(sentence, words) ??
    leadingCommand(sentence, words, requestIn) ??
    commandOf(hear(sentence, words))
  );
};

const requestIn = (sentence: string): Command => commandOf(hear(sentence, wordsOf(sentence)));

interface Slots {
  number?: number;
  service?: readonly number[];
  time?: WishedTime;
  source?: string;
  reason?: string;
}

function commandOf(heard: readonly Heard[]): Command {
  const [first] = heard;
  const turnedRound = first?.kind === 'keyword' && first.meaning.kind === 'opposite';
  const machine = turnedRound ? undefined : machineAmong(heard);
  const slots: Slots = {};
  const unknown: string[] = [];
  for (const one of heard) {
    const taken = one === machine ? takeMachinePort(slots, one) : take(slots, one, machine !== undefined);
    if (!taken) unknown.push(...one.words);
  }

  const ports = slots.number === undefined ? slots.service : [slots.number];
  const asked = heard.some((one) => one !== machine && one.kind === 'keyword' && one.meaning.kind === 'ask');
  if (turnedRound || (machine === undefined && ports === undefined && !asked)) {
    return { kind: 'not-understood', unknown };
  }
  return {
    kind: 'request',
    wish: {
      ...(machine && { machine: machine.kind === 'name' ? machine.name : machine.words.join(' ') }),
      ...(ports && { ports }),
      ...(slots.time && { time: slots.time }),
      ...(slots.source !== undefined && { source: slots.source }),
      ...(slots.reason && { reason: slots.reason }),
    },
    unknown,
  };
}

/** Puts what was said into its slot. False where there is no use for it, or the slot is taken by something else. */
function take(slots: Slots, one: Heard, hasMachine: boolean): boolean {
  switch (one.kind) {
    case 'port':
      return takePort(slots, one.port, one.joined);
    case 'keyword':
      if (one.meaning.kind === 'service') return takeService(slots, one.meaning.ports, one.meaning.joined);
      return one.meaning.kind !== 'opposite';
    case 'time':
      if (slots.time !== undefined) return false;
      slots.time = one.time;
      return true;
    case 'source':
      return takeSource(slots, one.source);
    case 'address':
      // Without a machine it could as well be the machine's own address.
      return hasMachine && takeSource(slots, one.words.join(' '));
    case 'reason':
      slots.reason = one.reason;
      return true;
    case 'name':
    case 'unknown':
      return false;
  }
}

/** A number says where, a service what: `ssh port 2222` is one port. `rdp and 22` are two, of which the first counts. */
function takePort(slots: Slots, port: number, joined: boolean): boolean {
  if (slots.number !== undefined) return slots.number === port;
  if (joined && slots.service !== undefined && !slots.service.includes(port)) return false;
  slots.number = port;
  return true;
}

function takeService(slots: Slots, ports: readonly number[], joined: boolean): boolean {
  if (slots.service !== undefined) return slots.service.join() === ports.join();
  if (joined && slots.number !== undefined && !ports.includes(slots.number)) return false;
  slots.service = ports;
  return true;
}

function takeSource(slots: Slots, source: string): boolean {
  if (slots.source !== undefined) return slots.source === source;
  slots.source = source;
  return true;
}

function takeMachinePort(slots: Slots, machine: Heard): boolean {
  if (machine.kind !== 'name' || machine.port === undefined) return true;
  return takePort(slots, machine.port, false);
}
