// A stand-in for Azure Resource Manager on 127.0.0.1: just-in-time policies, their requests, and the NSGs they move.
// Under /v1.0/ it is a tiny Microsoft Graph as well (graph.ts).
//
// What is KNOWN of Azure and copied here (grades from azure-jit.md: REC recorded, SPEC, DOC, REP reported):
// - initiate answers 202 with a body and no Location header; ports say `Initiating`, two seconds later `Initiated`   REC
// - times with seven fractional digits; an empty `requestor`; entries stay, without id or order                     REC
// - a port without a source prefix is opened to the caller's own address                                            REC
// - overlapping requests live side by side, each to its own end                                                     REC
// - 404 `PolicyNotFound` and its sentence; ids in mixed letter case; several policies in one place, freely named    REC
// - PUT replaces a whole policy; the Deny rules follow it                                                           DOC
// - without plan 2 of Defender for Servers a PUT of a policy fails: "… is not onboarded to Defender For Servers offering." REP
// - the names of policy and machine have 56 characters together at most                                             DOC
// - pricings: tier, sub-plan, extensions, and what of them only Azure writes (2024-01-01)                           SPEC
// - an NSG and all its rules carry one ETag, which any change of the NSG makes another                               REC
// - DELETE of one rule: 202, done a little later; 204 where it is not there; 429 while another change runs      REC SPEC REP
// - rule names of both families, Deny mostly at 4096 (also 1000), one Deny for several ports; Allow from 100 up,
//   with the machine's private address as destination; singular or plural fields, the other one empty               DOC REP
// - "… is not a subset of policy '<id>'." for what is outside the policy; IPv6 sources are refused                  REP
// - ARM's error shape, paging by an absolute nextLink, its headers, 404s of unknown resources and subscriptions     SPEC
//
// What is GUESSED, so that nobody takes the simulator's word for it:
// - how long an Allow rule takes to come and to go (options here; no figure is published)
// - which NSG JIT writes to where there are two: here the interface's
// - status 400 and code `BadRequest` of refusals, and the reason after "not a subset of policy"
// - "replaces" taken at its word: what a PUT leaves out is gone at every level, fields that nobody knows (kept when they
//   are sent) and entries of `properties.requests` too; the rules of those go on to their end. The same of a plan's extensions
// - a PUT may leave a policy without machines; no answer carries an ETag, since none is documented
//   (option `policyEtags`)
// - how long the Deny rule takes to come and to go (`protectionTakesMs`, at once unless told; quirk for one machine)
// - without the plan, policies that are there stay in force, and requests are taken
// - one address inside an allowed CIDR is taken (Azure refused it in 2020: quirk `exactSourcesOnly`)
// - overlapping requests each get an Allow rule of their own, and one rule never holds several ports
// - what ended says `Revoked`/`Expired` from its end on; both words exist, when they change is unknown
// - Allow rules of a machine that leaves its policy stand until their end
// - a machine without any NSG: the request is accepted, and nothing comes of it
// - DELETE of a rule heeds If-Match (412 `PreconditionFailed`), and is done after `deletionTakesMs`
// - JIT takes no notice of a rule that somebody deletes: its request stays listed as `Initiated` to its end, and no rule
//   comes back (no call that revokes is documented); quirk `sharedRule` plays the worst of overlapping requests
// - throttling never happens by itself: the headers count, refusals are faults to switch on
//
// To reach it with the SDKs: pass an httpClient that rewrites the origin and keeps `Host: management.azure.com`;
// nextLink then names https://management.azure.com, which the SDK's bearer policy accepts and the client rewrites again.
import { createServer } from 'node:http';
import { armError } from './answers.ts';
import { createArm, type ReceivedInitiate } from './arm.ts';
import { createControl } from './control.ts';
import { exampleEstate } from './estate.ts';
import { createFaults, type Faults } from './faults.ts';
import { send } from './http.ts';
import { sameId } from './ids.ts';
import { createMeddling } from './meddling.ts';
import { smallPages } from './paging.ts';
import { createPast } from './past.ts';
import { type Picture, picture } from './picture.ts';
import { awaitProtection, type ProtectionDelay } from './protection.ts';
import { createReality } from './reality.ts';
import { type Assignment, createCaller } from './rights.ts';
import { type NewRule, nsgOf } from './rule-changes.ts';
import { addRule, wipeRule } from './rule-control.ts';
import { inPriorityOrder } from './rules.ts';
import type { Estate, Policy, Quirk, Rule, SandboxEvent } from './world.ts';

export interface AzureSimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly estate?: Estate;
  /** Makes rule names and the like repeatable. */
  readonly seed?: number;
  /** From initiate to the Allow rule, in milliseconds. Default 3000. */
  readonly ruleAppearsAfterMs?: number;
  /** From endTimeUtc to the rule's going, in milliseconds. Default 2000. */
  readonly ruleGoesAfterMs?: number;
  /** From DELETE of a rule to its going, in milliseconds. Default 1000. */
  readonly deletionTakesMs?: number;
  /** From PUT of a policy to its Deny rules, in milliseconds, or never. Default 0. */
  readonly protectionTakesMs?: ProtectionDelay;
  /** Gives JIT policies an ETag and heeds If-Match, which Azure is not known to do. */
  readonly policyEtags?: boolean;
  /** Entries on a page of a list. Default 5: a client that forgets nextLink is found out. */
  readonly pageSize?: number;
  /** Milliseconds since 1970; a test's clock moves the rules without waiting. */
  readonly now?: () => number;
  readonly journal?: (event: SandboxEvent) => void;
  /** Keeps the world (not the faults) in this file, and goes on from it when it is there. */
  readonly stateFile?: string;
  /** The caller's roles: all other calls of Resource Manager are refused. Left out: it may do everything. */
  readonly roles?: readonly Assignment[];
}

export interface AzureSimulator {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** What it started from. */
  readonly estate: Estate;
  readonly faults: Faults;
  /** Every initiate that arrived, in order, whatever became of it. */
  requests(): readonly ReceivedInitiate[];
  /** Custom rules of an NSG (by id or name) as they are now, in priority order. @throws Error when there is no such NSG. */
  nsg(idOrName: string): readonly Rule[];
  /** The same as `GET /_sandbox/state`. */
  picture(): Picture;
  /** Makes a machine (by id, or by name where that is unique) behave oddly; `undefined` ends it. @throws Error when no machine is meant. */
  quirk(machine: string, quirk: Quirk | undefined): void;
  /** Takes a custom rule (JIT's too) out of an NSG at once, as infrastructure as code does. @throws Error when there is none. */
  wipeRule(nsg: string, rule: string): void;
  /** Adds a custom rule to an NSG (by id or name). @throws Error when Azure would not take it; ZodError when it is no rule. */
  addRule(nsg: string, rule: NewRule): void;
  /** A JIT policy as it is stored. @throws Error when there is none of this id. */
  policy(id: string): Policy;
  /** Changes a JIT policy at once, as somebody else's PUT does. @throws Error when there is none of this id. */
  editPolicy(id: string, edit: (policy: Policy) => void): void;
  /**
   * Does something once: after the `nth` call that `match` means (as in faults) was carried out, and before its answer
   * leaves. A promise is waited for.
   */
  meddle(match: string, nth: number, act: () => unknown): void;
  /** Puts a person or group into a group (by id or name), or takes them out. @throws Error when there is no such group. */
  setInGroup(group: string, kind: 'members' | 'owners', id: string, isIn: boolean): void;
  /** Gives the caller these roles instead of those it has; `undefined`: it may do everything. @throws ZodError when one is no role. */
  assign(roles: readonly Assignment[] | undefined): void;
  /** Gives a person roles, in whose name the bot may call; without any they may do nothing. @param oid lower case */
  assignTo(oid: string, roles: readonly Assignment[] | undefined): void;
  /** Calls that came in a person's name and were no initiate, as `METHOD path`. */
  strays(): readonly string[];
  /** Back to the start: estate, groups, requests, faults, quirks, roles. */
  reset(): void;
  close(): Promise<void>;
}

// Often enough for a picture that looks live; the rules themselves are right whenever somebody asks.
const lookEveryMs = 200;

/** Starts the simulator on 127.0.0.1. @throws Error when the port is taken or the state file is no state. */
export const startAzureSimulator = async (options: AzureSimulatorOptions = {}): Promise<AzureSimulator> => {
  const estate = options.estate ?? exampleEstate();
  const reality = createReality({
    estate,
    seed: options.seed ?? 1,
    delays: {
      ruleAppearsAfterMs: options.ruleAppearsAfterMs ?? 3_000,
      ruleGoesAfterMs: options.ruleGoesAfterMs ?? 2_000,
      deletionTakesMs: options.deletionTakesMs ?? 1_000,
      protectionTakesMs: options.protectionTakesMs ?? 0,
    },
    now: options.now ?? Date.now,
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  });
  if (options.journal !== undefined) reality.listen(options.journal);
  const past = createPast(reality);
  const faults = createFaults(() => {
    if (faults.list().some(({ action }) => typeof action === 'object' && 'staleMs' in action)) past.keep();
    reality.emit({ kind: 'faults-changed', at: reality.now() });
  });
  const caller = createCaller(options.roles);
  let received: ReceivedInitiate[] = [];
  const meddling = createMeddling();
  const reset = (): void => {
    received = [];
    meddling.clear();
    faults.clear();
    caller.assign(options.roles);
    reality.reset();
  };
  const manners = {
    policyEtags: options.policyEtags ?? false,
    pageSize: options.pageSize ?? smallPages,
  };
  const strays: string[] = [];
  const arm = createArm(
    reality,
    past,
    faults,
    caller,
    (initiate) => received.push(initiate),
    meddling,
    manners,
    (call) => strays.push(call),
  );
  const control = createControl(reality, faults, caller, reset);

  const policyOf = (id: string): Policy => {
    const policy = reality.world().policies.find((candidate) => sameId(candidate.id, id));
    if (policy === undefined) throw new Error(`There is no JIT policy '${id}'.`);
    return policy;
  };

  const server = createServer(async (request, response) => {
    try {
      const url = new URL(request.url ?? '/', 'http://simulator');
      await (url.pathname.startsWith('/_sandbox/') ? control : arm)(request, response, url);
    } catch (error) {
      // The caller died in the middle of its request: tests kill the bot at any point.
      if (request.errored !== null) return;
      const isCallersFault = [SyntaxError, RangeError, URIError].some((kind) => error instanceof kind);
      if (!isCallersFault) throw error;
      send(response, armError(400, 'InvalidRequestContent', 'The request content was invalid.'));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port.');
  const look = setInterval(() => reality.world(), lookEveryMs);
  look.unref();

  return {
    url: `http://127.0.0.1:${address.port}`,
    estate,
    faults,
    requests: () => [...received],
    nsg: (idOrName) => {
      const nsg = nsgOf(reality.world(), idOrName);
      if (nsg === undefined) throw new Error(`The estate has no NSG '${idOrName}'.`);
      return inPriorityOrder(nsg.rules);
    },
    picture: () => picture(reality.world(), faults.list(), reality.now()),
    quirk: (machine, quirk) => {
      if (!reality.setQuirk(machine, quirk))
        throw new Error(`Not exactly one machine is meant by '${machine}'.`);
    },
    wipeRule: (nsg, rule) => {
      if (!wipeRule(reality, nsg, rule)) throw new Error(`There is no rule '${rule}' in an NSG '${nsg}'.`);
    },
    addRule: (nsg, rule) => {
      const refusal = addRule(reality, nsg, rule);
      if (refusal !== undefined) throw new Error(refusal);
    },
    policy: (id) => structuredClone(policyOf(id)),
    editPolicy: (id, edit) => {
      const policy = policyOf(id);
      const before = policy.machines;
      // A copy, since an answer that has not left yet may show the old one.
      const edited = structuredClone(policy);
      edit(edited);
      Object.assign(policy, edited);
      awaitProtection(reality.world(), before, policy.machines, reality.now());
      reality.emit({ kind: 'policy-changed', at: reality.now(), policy: policy.id });
    },
    meddle: meddling.add,
    setInGroup: (group, kind, id, isIn) => {
      if (!reality.setInGroup(group, kind, id, isIn)) throw new Error(`There is no group '${group}'.`);
    },
    assign: caller.assign,
    assignTo: caller.assignTo,
    strays: () => [...strays],
    reset,
    close: async () => {
      clearInterval(look);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};
