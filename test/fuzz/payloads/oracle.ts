// What an opening at Azure may be, held against the clicks that came before it and the two policies, and against nothing in the product.
import assert from 'node:assert/strict';
import type { Rule } from '../../../src/domain/policy/access-policy.ts';
import { web01 } from '../../support/requests.ts';
import { type ClickWorld, people, sql01 } from './click-world.ts';
import type { Click } from './clicks.ts';

export interface Clicked extends Click {
  readonly at: number;
}

const inside = (source: string): boolean => {
  const [address = '', length = '32'] = source.split('/');
  return address.startsWith('203.0.113.') && Number(length) >= 24;
};
const bare = (value: unknown): string => (typeof value === 'string' ? value.trim().replace(/\/32$/, '') : '');

const jitSeconds: Readonly<Record<number, number>> = { 3389: 3 * 3600, 5985: 3600 };

/** @throws AssertionError for an opening that nobody who may asked for so widely */
export function openingsAreAsked(world: ClickWorld, rule: Rule, clicks: readonly Clicked[]): void {
  const { openings, requests } = { openings: world.openings(), requests: world.requests() };
  if (rule.decision === 'refused') assert.equal(openings.length, 0, 'opened, and the rule refuses');
  for (const { opening, at } of openings) {
    const { port, source, endsAt, justification, machineId } = opening;
    const id = /^JIT Access (req-\d+) for /.exec(justification)?.[1] ?? assert.fail(justification);
    const request = requests.find((one) => one.id === id) ?? assert.fail(`${id} is not in the books`);
    assert.ok(port in jitSeconds, `port ${port} is not in the JIT policy`);
    assert.ok(inside(source), `${source} is not in the policies`);
    const longest = Math.min(jitSeconds[port] ?? 0, 5400) * 1000;
    assert.ok(endsAt - at <= longest, `open for ${(endsAt - at) / 1000} s`);
    assert.equal(request.requester.id, people.ada.id);
    assert.ok(justification.includes(people.ada.id), 'another person’s name');
    const machine = [web01, sql01].find(({ azureId }) => azureId === machineId) ?? assert.fail(machineId);
    const before = clicks.filter((click) => click.at <= at);

    const own = before.filter(({ who }) => who === 'ada');
    // A request that extends another, or asks again, has its source from there.
    const asked = own.filter(
      ({ verb, data }) =>
        verb === 'request' && Number(bare(data.port)) === port && bare(data.source) === source,
    );
    const chosen = own.some(
      ({ verb, data }) => /^(choose|name)-machine$/.test(verb) && /sql-01/.test(bare(data.machine)),
    );
    assert.ok(machine === web01 || chosen, 'another machine than Ada chose');
    assert.ok(asked.length > 0, `Ada never asked for port ${port} from ${source}`);
    if (rule.decision === 'approval') agreed(before, rule.approval.quorum, id, requests.length);
    if (rule.name === 'web only') assert.deepEqual([machine.name, port], ['web-01', 3389]);
  }
}

/** As many different approvers as the rule wants said yes, and Ada is none of them. */
function agreed(before: readonly Clicked[], quorum: number, id: string, requests: number): void {
  const yes = before.filter(
    ({ who, verb, data }) =>
      (who === 'grace' || who === 'linus') &&
      (verb === 'approve' || verb === 'approve-less') &&
      // An extension has an id of its own, and a yes of its own.
      (data.request === id || requests > 3),
  );
  const approvers = new Set(yes.map(({ who }) => who));
  assert.ok(approvers.size >= quorum, `opened with ${approvers.size} of ${quorum} approvals`);
}

/** What is in the books of a request is Ada's and of the machine she meant, whatever payloads said. */
export function booksAreTrue(world: ClickWorld): void {
  for (const request of world.requests()) {
    assert.equal(request.requester.id, people.ada.id);
    assert.match(request.id, /^req-\d+$/);
    if ('terms' in request) {
      assert.ok([web01.id, sql01.id].includes(request.terms.machine.id));
      assert.equal(request.terms.policyId, web01.jitPorts[0]?.policyId);
    }
  }
  assert.equal(Object.hasOwn(Object.prototype, 'admin'), false, 'a prototype was changed');
  assert.equal(Reflect.get({}, 'source'), undefined, 'a prototype was changed');
}
