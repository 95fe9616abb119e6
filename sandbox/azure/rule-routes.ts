// Single NSG rules: reading one, and deleting one, which Azure accepts first and carries out a little later.
//
// Recorded (REC): 202 without a body, with both headers; `{"status": "Succeeded"}` at the end; GET answers the ETag in a
// header, too. Reported (REP): 429 `RetryableError` while another change of the NSG runs. Specified (SPEC): 204 for what
// is not there. Guessed: that DELETE heeds If-Match, and with which words; the body while it runs.
import { type Answer, armError, resourceNotFound } from './answers.ts';
import { etagOf } from './etag.ts';
import { partsOf, resourceId, sameId } from './ids.ts';
import { nsgWithId } from './lookups.ts';
import { ruleWire } from './network-wire.ts';
import { drawHex } from './random.ts';
import { type Call, type Route, route } from './route.ts';
import type { Deletion, Nsg, Rule } from './world.ts';

const type = 'Microsoft.Network/networkSecurityGroups';

const nsgIn = (call: Call): Nsg | undefined => {
  const id = resourceId(call.part('s'), call.part('rg'), type, call.part('nsg'));
  return nsgWithId(call.world, id);
};

/** Answers with the rule, or in its stead what Azure says when NSG or rule are not there. */
const withRule = (call: Call, isMissing: Answer, answer: (nsg: Nsg, rule: Rule) => Answer): Answer => {
  const nsg = nsgIn(call);
  if (nsg === undefined) return resourceNotFound(call.part('rg'), type, call.part('nsg'));
  const rule = nsg.rules.find((candidate) => sameId(candidate.name, call.part('rule')));
  return rule === undefined ? isMissing : answer(nsg, rule);
};

const get = (call: Call): Answer => {
  const id = `${resourceId(call.part('s'), call.part('rg'), type, call.part('nsg'))}/securityRules/${call.part('rule')}`;
  return withRule(call, armError(404, 'NotFound', `Resource ${id} not found.`), (nsg, rule) => ({
    status: 200,
    body: ruleWire(nsg, 'securityRules', rule),
    headers: { etag: etagOf(nsg) },
  }));
};

const preconditionFailed = (nsg: Nsg, asked: string): Answer =>
  armError(
    412,
    'PreconditionFailed',
    `Precondition failed. Etag provided in if-match header ${asked} does not match etag ${etagOf(nsg)} of resource ${nsg.id}.`,
  );

const busy = (running: Deletion): Answer => ({
  status: 429,
  headers: { 'retry-after': '10' },
  body: {
    error: {
      code: 'RetryableError',
      message: 'A retryable error occurred.',
      details: [
        {
          code: 'RetryableErrorDueToAnotherOperation',
          message: `Operation DeleteSecurityRuleOperation (${running.id}) is updating resource ${running.nsgId}. The call can be retried in 10 seconds.`,
        },
      ],
    },
  },
});

const remove = (call: Call): Answer =>
  withRule(call, { status: 204 }, (nsg, rule) => {
    const { world, now } = call;
    const asked = call.header('if-match');
    if (asked !== undefined && asked !== '*' && asked !== etagOf(nsg)) return preconditionFailed(nsg, asked);
    const running = world.deletions.find(({ nsgId, isDone }) => !isDone && sameId(nsgId, nsg.id));
    if (running !== undefined) return busy(running);
    const hex = drawHex(world, 32);
    const id = [0, 8, 12, 16, 20].map((at, index, all) => hex.slice(at, all[index + 1])).join('-');
    const doneAt = now + call.deletionTakesMs;
    world.deletions.push({ id, nsgId: nsg.id, rule: rule.name, doneAt, isDone: false });
    call.emit({ kind: 'deletion-accepted', at: now, nsg: partsOf(nsg.id).name, rule: rule.name });
    const place = `/subscriptions/${call.part('s')}/providers/Microsoft.Network/locations/${nsg.region}`;
    return {
      status: 202,
      headers: {
        'azure-asyncoperation': call.absolute(`${place}/operations/${id}?api-version=2026-01-01`),
        location: call.absolute(`${place}/operationResults/${id}?api-version=2026-01-01`),
      },
    };
  });

const deletionIn = (call: Call): Deletion | undefined =>
  call.world.deletions.find(
    ({ id, nsgId }) => sameId(id, call.part('id')) && sameId(partsOf(nsgId).subscription, call.part('s')),
  );

const unknownOperation = (call: Call): Answer =>
  armError(404, 'OperationNotFound', `Operation ${call.part('id')} was not found.`);

const operation = (call: Call): Answer => {
  const found = deletionIn(call);
  if (found === undefined) return unknownOperation(call);
  return { status: 200, body: { status: found.isDone ? 'Succeeded' : 'InProgress' } };
};

const result = (call: Call): Answer => {
  const found = deletionIn(call);
  if (found === undefined) return unknownOperation(call);
  return { status: found.isDone ? 204 : 202 };
};

const one = `/subscriptions/{s}/resourceGroups/{rg}/providers/${type}/{nsg}/securityRules/{rule}`;
const place = '/subscriptions/{s}/providers/Microsoft.Network/locations/{loc}';

export const ruleRoutes: readonly Route[] = [
  route('GET', one, get),
  route('DELETE', one, remove),
  route('GET', `${place}/operations/{id}`, operation),
  route('GET', `${place}/operationResults/{id}`, result),
];
