// Which of the things that were said is the machine.
import type { Heard } from './hear.ts';

type Candidate = Extract<Heard, { kind: 'name' | 'keyword' }>;

/**
 * The surest candidate, and of several the first: quoted or machine-like after `to`/`on`; machine-like anywhere or any
 * word after `to`/`on`; a known word there; any unknown word. `undefined`: none. Never one that was not said.
 */
export const machineAmong = (heard: readonly Heard[]): Candidate | undefined => {
  const evidence = evidenceIn(heard);
  const candidates = heard
    .filter((one) => one.kind === 'name' || one.kind === 'keyword')
    .filter((one) => isEligible(one, evidence));
  const surest = candidates.reduce(
    (least, one) => Math.min(least, unsureness(one)),
    Number.POSITIVE_INFINITY,
  );
  return candidates.find((one) => unsureness(one) === surest);
};

/** What in a sentence shows that it asks for something. */
interface Evidence {
  readonly ports: number;
  readonly asks: number;
  /** One word, and besides it only a time or a source: `payroll 1h` asks for something, `back in 5 minutes` does not. */
  readonly onlySpanBesides: boolean;
}

function evidenceIn(heard: readonly Heard[]): Evidence {
  const spans = heard.filter((one) => one.kind === 'time' || one.kind === 'source').length;
  const reasons = heard.filter((one) => one.kind === 'reason').length;
  return {
    ports: heard.filter(isPort).length,
    asks: heard.filter(isAsk).length,
    onlySpanBesides: spans > 0 && spans + reasons === heard.length - 1,
  };
}

function unsureness(candidate: Candidate): number {
  if (candidate.kind === 'keyword') return 2;
  switch (candidate.rank) {
    case 'certain':
      return 0;
    case 'likely':
    case 'likely-if-asked':
      return 1;
    case 'plain':
      return 3;
  }
}

/** An everyday word counts as a name only where the rest of the sentence asks for something. */
function isEligible(candidate: Candidate, { ports, asks, onlySpanBesides }: Evidence): boolean {
  if (candidate.kind === 'keyword') {
    if (!candidate.placed) return false;
    // `access to rdp` wants the port; `ssh to rdp` has one already.
    if (candidate.meaning.kind === 'service') return ports > 1;
    return ports + asks > (isAsk(candidate) ? 1 : 0);
  }
  if (candidate.rank === 'certain' || candidate.rank === 'likely') return true;
  return ports + asks > 0 || onlySpanBesides;
}

function isPort(one: Heard): boolean {
  return one.kind === 'port' || (one.kind === 'keyword' && one.meaning.kind === 'service');
}

function isAsk(one: Heard): boolean {
  return one.kind === 'keyword' && one.meaning.kind === 'ask';
}
