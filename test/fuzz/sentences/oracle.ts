// What a sentence may mean at most, said by simple rules over its text that share nothing with the parser.
import assert from 'node:assert/strict';
import type { Command, Wish, WishedTime } from '../../../src/domain/command/command.ts';

/** Words that stand for ports; a comma or semicolon between two counts as a space. */
const services: readonly (readonly [number, RegExp])[] = [
  [3389, /rdp|remote[\s,;]+desktop|mstsc/i],
  [22, /ssh/i],
  [5985, /winrm/i],
  [5986, /winrm/i],
  [443, /https/i],
  [80, /http/i],
  [1433, /sql/i],
  [5432, /postgres/i],
  [3306, /mysql/i],
];

/** A port stands in the text as a whole number, or a service that uses it does. */
function portSaid(text: string, port: number): boolean {
  const asNumber = new RegExp(`(?<![\\d.])${port}(?![\\d]|\\.\\d)`).test(text);
  return asNumber || services.some(([of, words]) => of === port && words.test(text));
}

/** A source stands in the text as a whole word: not a part of a longer address, nor without its mask. */
function sourceSaid(text: string, source: string): boolean {
  for (let at = text.indexOf(source); at >= 0; at = text.indexOf(source, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + source.length)];
    if (!/[\w/]$|\d\.$/.test(before) && !/^[\w/]|^\.\d/.test(after)) return true;
    // A source that is not an address is taken up to where a word ends, whatever it is.
    if (!/^[\d.]+(\/\d+)?$/.test(source)) return true;
  }
  return false;
}

const units: readonly (readonly [number, RegExp])[] = [
  [604_800, /week/i],
  [86_400, /d/i],
  [3600, /h/i],
  [60, /m/i],
  [1, /s/i],
];
const amounts: readonly (readonly [number, RegExp])[] = [
  ...([
    [90, /ninety/i],
    [60, /sixty/i],
    [45, /forty-five/i],
    [30, /thirty/i],
    [20, /twenty/i],
  ] as const),
  ...([
    [15, /fifteen/i],
    [10, /ten/i],
    [8, /eight/i],
    [6, /six/i],
    [5, /five/i],
    [4, /four/i],
  ] as const),
  ...([
    [3, /three/i],
    [2, /two/i],
    [1, /one|an?|half|quarter/i],
  ] as const),
];
const tenYears = 315_360_000;

/** All numbers of the text in its largest unit: more than it can mean. */
function mostSeconds(text: string): number {
  const unit = units.find(([, words]) => words.test(text))?.[0] ?? 0;
  // A comma may stand in a number or between two: both are counted.
  const digits = [...text.matchAll(/\d+(?:[.,]\d+)?/g), ...text.matchAll(/\d+/g)].map(([number]) =>
    Number(number.replace(',', '.')),
  );
  // Each word as often as it stands there.
  const words = amounts.flatMap(([value, pattern]) =>
    [...text.matchAll(new RegExp(pattern.source, 'gi'))].map(() => value),
  );
  const sum = [...digits, ...words].reduce((all, one) => all + one, 0);
  return Math.min(tenYears, Math.ceil(sum * unit));
}

function timeSaid(text: string, time: WishedTime): void {
  if (time.kind === 'for') {
    secondsSaid(text, time.seconds);
    return;
  }
  const { hour, minute } = time;
  assert.ok(hour >= 0 && hour < 24 && minute >= 0 && minute < 60, `${hour}:${minute} is no time`);
  const hours = [hour, ...(hour > 12 ? [hour - 12] : []), ...(hour === 0 ? [12, 24] : [])];
  const said = hours.some((one) => new RegExp(`(?<!\\d)0?${one}(?!\\d)`).test(text));
  assert.ok(said || /noon|midnight/i.test(text), `until ${hour}:${minute} was not said`);
  assert.ok(minute === 0 || new RegExp(`(?<!\\d)${String(minute).padStart(2, '0')}(?!\\d)`).test(text));
}

function secondsSaid(text: string, seconds: number): void {
  assert.ok(Number.isInteger(seconds) && seconds >= 0, `${seconds} s`);
  assert.ok(seconds <= mostSeconds(text), `${seconds} s, and at most ${mostSeconds(text)} s were said`);
}

function wishSaid(text: string, { machine, ports, time, source, reason, breakGlass }: Wish): void {
  if (machine !== undefined) {
    assert.ok(text.includes(machine), `machine ${machine} was not said`);
    assert.match(machine, /^[\w .'’‘-]+$/, `machine ${machine}`);
  }
  for (const port of ports ?? []) {
    assert.ok(Number.isInteger(port) && port >= 1 && port <= 65_535, `port ${port}`);
    assert.ok(portSaid(text, port), `port ${port} was not said`);
  }
  if (time !== undefined) timeSaid(text, time);
  if (source !== undefined) assert.ok(sourceSaid(text, source), `source ${source} was not said`);
  if (reason !== undefined) assert.ok(text.includes(reason), 'the reason was not said');
  if (breakGlass !== undefined) assert.match(text, /break[\s\S]*glass/i);
}

/** @throws AssertionError when the command says more than the text */
export function saidIn(text: string, command: Command): void {
  if ('unknown' in command)
    for (const word of command.unknown) assert.ok(text.includes(word), `“${word}” was not said`);
  switch (command.kind) {
    case 'allow':
      assert.match(text, /allow/i);
      wishSaid(text, command.wish);
      return;
    case 'request':
    case 'why':
      wishSaid(text, command.wish);
      return;
    case 'extend':
      if (command.seconds !== undefined) secondsSaid(text, command.seconds);
      wishSaid(text, { ...(command.ports && { ports: command.ports }) });
      return;
    case 'done':
      wishSaid(text, { ...(command.ports && { ports: command.ports }) });
      return;
    case 'enable-jit':
      assert.match(text, /jit|protect/i);
      wishSaid(text, { ...(command.ports && { ports: command.ports }) });
      if (command.longest !== undefined) secondsSaid(text, command.longest);
      for (const source of command.sources ?? []) assert.ok(sourceSaid(text, source), `source ${source}`);
      return;
    case 'configure-jit':
    case 'disable-jit':
      assert.match(text, /jit/i);
      assert.ok(text.includes(command.machine));
      return;
    case 'defender-on':
      assert.match(text, /defender/i);
      assert.ok(text.includes(command.subscription));
      return;
    case 'acknowledge':
      assert.ok(new RegExp(`(?<!\\d)0*${command.finding}(?!\\d)`).test(text), `finding ${command.finding}`);
      return;
    case 'history':
      // A person's name of several words is put together with single spaces.
      for (const word of command.about.split(' '))
        assert.ok(/^@\d+$/.test(word) || text.includes(word), `“${word}” was not said`);
      return;
    case 'status':
      assert.ok(text.includes(command.machine));
      if (command.source !== undefined) assert.ok(sourceSaid(text, command.source));
      return;
    case 'use-channel':
    case 'unset-channel':
      assert.match(text, /channel|approvals|on-?\s?call/i);
      return;
    case 'help':
    case 'usage':
    case 'my-access':
    case 'cancel':
    case 'who':
    case 'jit-status':
    case 'audit-ports':
    case 'not-understood':
  }
}

/** Our own words around what is quoted. */
const ours = [/`[a-z][^`]*`/g];

/** @throws AssertionError when something in an answer could be read as anything but text */
export function harmless(answer: string): void {
  assert.ok(answer.isWellFormed(), 'half a character');
  const theirs = ours.reduce((rest, own) => rest.replace(own, ''), answer);
  assert.doesNotMatch(theirs, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u, 'control characters');
  assert.doesNotMatch(theirs, /[*`~|<]/, 'Markdown or markup');
  assert.doesNotMatch(theirs, /\]\(|:\/\/|www\.|\$\{|\{\{/i, 'a link or a template');
  assert.ok(answer.length < 3000, `${answer.length} characters`);
}
