// A local world for stories of a broken Azure: each has a machine, an NSG, a JIT policy and a subscription to itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildEstate, type Place } from '../../sandbox/azure/estate-builder.ts';
import type { FaultSpec } from '../../sandbox/azure/faults.ts';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { cardFor } from '../../sandbox/chat/message.ts';
import { ADA, OMAR } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld, statusWord } from './local-world.ts';
import { until } from './until.ts';

const policyFile = `version: 1
people: { omar: ${OMAR.id} }
rules:
  - name: everything
    when: { machines: ['bad-*'], requesters: everyone }
    decision: automatic
onCall: { people: [omar] }
`;

const subscriptionOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Machines `bad-<name>`, far apart from each other. */
const estateOf = (names: readonly string[]) => {
  const rows = names.map((name, number) => {
    const place: Place = { subscription: subscriptionOf(number), group: `rg-${name}`, region: 'westeurope' };
    return { ...place, key: name, number };
  });
  const anywhere = {
    number: 3389,
    protocol: '*' as const,
    allowedSourceAddressPrefix: '*',
    maxRequestAccessDuration: 'PT3H',
  };
  return buildEstate({
    subscriptions: rows.map(({ subscription, key }) => ({ id: subscription, name: key })),
    nsgs: rows.map(({ key, ...place }) => ({ ...place, name: `nsg-${key}`, rules: [] })),
    networks: rows.map(({ key, number, ...place }) => ({
      ...place,
      name: `vnet-${key}`,
      prefix: `10.${number}.0.0/16`,
      subnets: [{ name: `snet-${key}`, prefix: `10.${number}.1.0/24`, nsg: `nsg-${key}` }],
    })),
    machines: rows.map(({ key, number, ...place }) => ({
      ...place,
      name: `bad-${key}`,
      system: 'Windows' as const,
      privateAddress: `10.${number}.1.4`,
      subnet: `snet-${key}`,
      jit: { policy: 'default', ports: [anywhere] },
    })),
  });
};

export interface Story {
  readonly machine: string;
  readonly subscription: string;
  /** Ada asks for so long, and has the form before her. */
  ask(time: string): Promise<void>;
  press(button: string): Promise<void>;
  /** Her card's status word, and all that is on it. */
  status(): string | undefined;
  card(): string;
  /** What was said to her, and to on-call. */
  toAda(words: RegExp): readonly string[];
  toOnCall(words: RegExp): readonly string[];
  /** Breaks calls of this story's machine; `call` as in faults, such as `POST initiate`. */
  breaks(call: string, fault: Omit<FaultSpec, 'match'>): void;
  /** Initiates that arrived, and those that Azure took. */
  asked(): { readonly sent: number; readonly taken: number };
  /** JIT's Allow rules that stand. */
  rules(): number;
  /** Somebody deletes the JIT policy. */
  deletePolicy(): Promise<void>;
}

export interface BadDaysWorld {
  readonly local: LocalWorld;
  story(name: string): Story;
  /** Stops the bot. @returns the kinds of all entries of the audit trail, by machine */
  audit(): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  stop(): Promise<void>;
}

/** @param names of the stories, and what their machines are called after `bad-` */
export async function startBadDays(
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<BadDaysWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-access-bad-days-'));
  const file = join(folder, 'access-policy.yaml');
  await writeFile(file, policyFile);
  const dataDir = join(folder, 'data');
  const local = await startLocalWorld({
    azure: { estate: estateOf(names), pageSize: 100 },
    variables: { ACCESS_POLICY: file, DATA_DIR: dataDir, ...variables },
  });
  const chat = personalChatId(ADA);

  function story(name: string): Story {
    const number = names.indexOf(name);
    assert.ok(number >= 0, name);
    const machine = `bad-${name}`;
    const group = `rg-${name}`;
    // Not of another whose name begins like this one's: `bad-policy-gone-later` may be asked for first.
    const named = new RegExp(`${machine}(?![\\w-])`);
    const about = (text: string) => named.test(text);
    const form = () =>
      local.chat
        .messages(chat)
        .find(({ content }) => content.card !== undefined && about(JSON.stringify(content.card)));
    const shown = () => {
      const message = form();
      return message === undefined ? undefined : cardFor(message, ADA.id);
    };
    const requests = () =>
      local.azure.requests().filter(({ path }) => path.toLowerCase().includes(`/${group}/`));
    return {
      machine,
      subscription: subscriptionOf(number),
      async ask(time) {
        await local.chat.sendAs(ADA.id, chat, `rdp to ${machine} for ${time} from 203.0.113.7`);
        await until(form, 60);
      },
      async press(button) {
        const message = form();
        assert.ok(message !== undefined);
        await local.chat.press(ADA.id, message.id, button);
      },
      status: () => statusWord(shown()),
      card: () => JSON.stringify(shown()),
      toAda: (words) => local.said(chat).filter((text) => about(text) && words.test(text)),
      toOnCall: (words) => local.said(ON_CALL_CHANNEL_ID).filter((text) => about(text) && words.test(text)),
      breaks: (call, fault) => local.azure.faults.add({ match: `${call} /${group}/`, ...fault }),
      asked: () => ({
        sent: requests().length,
        taken: requests().filter(({ accepted }) => accepted).length,
      }),
      rules: () => local.azure.nsg(`nsg-${name}`).filter(({ name: rule }) => /JITRule-/.test(rule)).length,
      async deletePolicy() {
        const path = `/subscriptions/${subscriptionOf(number)}/resourceGroups/${group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`;
        const answer = await fetch(`${local.azure.url}${path}?api-version=2020-01-01`, {
          method: 'DELETE',
          headers: { authorization: 'Bearer somebody-else' },
        });
        assert.equal(answer.status, 200);
      },
    };
  }

  return {
    local,
    story,
    async audit() {
      await local.bot().stop();
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['src/cli/audit.ts', 'export', '--since', '2026-01-01'],
        { env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir }, maxBuffer: 50_000_000 },
      );
      const entries = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { kind: string; machine: { name: string } | null });
      const kinds = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
      for (const { machine, kind } of entries) kinds.get(machine?.name.slice('bad-'.length) ?? '')?.add(kind);
      return kinds;
    },
    async stop() {
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
