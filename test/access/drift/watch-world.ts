// Azure, books, channels and clock for watching for drift in virtual time; processes come and go.
import type { DriftNews } from '../../../src/access/drift/news.ts';
import { createDriftWatch, type DriftWatch } from '../../../src/access/drift/watch.ts';
import { Fault } from '../../../src/access/fault.ts';
import type { SeenSubscription } from '../../../src/domain/estate.ts';
import type { Machine } from '../../../src/domain/machine.ts';
import { anEstate } from '../../domain/drift/estate.ts';
import { memoryFindings, newFindings } from '../../support/memory-findings.ts';
import { newsOffice } from '../../support/news-office.ts';
import { noon, web01 } from '../../support/requests.ts';

export const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';
export const rdp = '300 Allow rdp port 3389';
export const ssh = '301 Allow ssh port 22';
const { subscription } = web01;

/** @param posts how each post ends @param channels which are set */
export function watchWorld(...[posts, channels]: Parameters<typeof newsOffice>) {
  const { partsOf, ...office } = newsOffice(posts, channels);
  const kept = newFindings();
  /** By subscription: the rules of web-01's NSG, or why it cannot be read. */
  const azure = new Map<string, readonly string[] | Fault>([[subscription.id, [deny]]]);
  const read: string[] = [];
  const sleepers: { readonly seconds: number; readonly wake: () => void }[] = [];
  let subscriptions: readonly Machine['subscription'][] = [subscription];

  const estate = {
    async read(asked: Machine['subscription']): Promise<SeenSubscription> {
      read.push(asked.id);
      await new Promise(setImmediate);
      const nic = azure.get(asked.id);
      if (nic === undefined || nic instanceof Fault)
        throw nic ?? new Fault('missing', 'There is no such subscription.');
      const seen = anEstate({ nic });
      return {
        ...seen,
        subscription: asked,
        machines: seen.machines.map((machine) => ({
          ...machine,
          id: `${asked.id}/web-01`,
          subscription: asked,
        })),
        policies: [],
      };
    },
  };

  /** A process of its own. Its background rounds wait until `wake`. */
  function process(owner: string, everySeconds = 900): DriftWatch {
    const parts = partsOf(owner);
    return createDriftWatch({
      ...parts,
      findings: memoryFindings(kept),
      estate,
      machines: { subscriptions: () => subscriptions },
      words: ({ findings, first }: DriftNews) => ({
        kind: 'text',
        text: `${first ? 'first ' : ''}${findings.map(({ number, finding }) => `${number} ${wordsOf(finding)}`).join(', ')}`,
      }),
      everySeconds,
      pause: (seconds) =>
        // Between two rounds; every other pause is one between two tries to post.
        [10, 2].includes(seconds)
          ? new Promise<void>((wake) => void sleepers.push({ seconds, wake: () => wake() }))
          : parts.pause(seconds),
    });
  }

  return {
    ...office,
    kept,
    azure,
    read,
    sleepers,
    process,
    see: (...lines: readonly string[]) => azure.set(subscription.id, [...lines, deny]),
    subscriptions: (some: readonly Machine['subscription'][]) => {
      subscriptions = some;
    },
    /** Looks at everything and waits until what is news was told. */
    async look(watch: DriftWatch): Promise<void> {
      await (await watch.look(subscriptions)).told;
    },
    findings: memoryFindings(kept),
    kinds: () => kept.entries.map(({ kind }) => kind),
    noon,
  };
}

const wordsOf = (finding: DriftNews['findings'][0]['finding']): string =>
  finding.kind === 'open' ? (finding.rule?.name ?? 'no NSG') : finding.kind;
