// The bot's pages over real HTTP with real books, behind front doors that play the company's proxies; the clock is the test's.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FrontDoor, startFrontDoor } from '../../sandbox/front-door.ts';
import { Fault } from '../../src/access/fault.ts';
import type { Ledger } from '../../src/access/ledger-port.ts';
import { createRateLimit } from '../../src/access/rate-limit.ts';
import type { AccessRequest, Draft } from '../../src/domain/access-request.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createServer } from '../../src/server.ts';
import { createAdapter } from '../../src/teams/adapter.ts';
import { readUpTo } from '../../src/teams/read-body.ts';
import { createLinks, type SignedLinks } from '../../src/web/links.ts';
import { trustedProxies } from '../../src/web/trusted-proxies.ts';
import { createVisits } from '../../src/web/visits.ts';
import { createWeb } from '../../src/web/web.ts';
import { keptLog } from './kept-log.ts';
import { type FindingsKept, memoryFindings, newFindings } from './memory-findings.ts';
import { memoryLedger, newBooks } from './memory-ledger.ts';
import { aDraft, noon, web01 } from './requests.ts';

export interface WebWorld {
  /** The bot itself, without any proxy. */
  readonly direct: string;
  /** In front of one proxy, and in front of two. Browsers come from 203.0.113.7 unless told otherwise. */
  readonly near: FrontDoor;
  readonly far: FrontDoor;
  readonly ledger: Ledger;
  readonly links: SignedLinks;
  readonly findings: FindingsKept;
  /** Who is an admin; `undefined`: it cannot be found out. Who is not in it is none. */
  readonly admins: Map<string, boolean | undefined>;
  readonly log: ReturnType<typeof keptLog>;
  /** Ids of requests that were to be settled. */
  readonly settled: readonly string[];
  now(): number;
  pass(seconds: number): void;
  /** From now on the books cannot be read. */
  loseBooks(): void;
  findBooks(): void;
  /** Records a request of its own with its form, asked for now. */
  draft(change?: (draft: Draft) => AccessRequest): Promise<AccessRequest>;
  /** The path of the link to a draft's address page, to be put behind one of the doors. */
  pathOf(request: AccessRequest): string;
  /** The form of a request as it is stored now. */
  stored(id: string): Promise<AccessRequest | undefined>;
  stop(): Promise<void>;
}

/** Where the far proxy comes from, as the one behind it sees it. */
export const farDoorAddress = '198.51.100.1';

/** @param settings of the bot. `path`: of its public URL, which is `near`'s */
export async function startWebWorld(
  settings: {
    readonly trusted?: readonly string[];
    readonly header?: string;
    readonly path?: string;
    /** Books that are there at once, for what does not depend on them. */
    readonly inMemory?: true;
    /** How often an address may ask in a minute. Left out: as often as a test likes. */
    readonly visits?: number;
  } = {},
): Promise<WebWorld> {
  const {
    trusted = ['127.0.0.1/32', farDoorAddress],
    header,
    path = '',
    inMemory,
    visits: most = 1_000_000,
  } = settings;
  let clock = noon;
  let booksLost = false;
  let count = 0;
  const now = () => clock;
  const log = keptLog();
  const settled: string[] = [];
  const findings = newFindings();
  const admins = new Map<string, boolean | undefined>();
  const dataDir = await mkdtemp(join(tmpdir(), 'jit-web-'));
  const books = inMemory
    ? { ledger: memoryLedger(newBooks(), 'p0', now), close: async () => {} }
    : await openLedger({ dataDir, log, now });
  const { ledger } = books;
  let publicUrl = '';
  const links = createLinks(await ledger.key('links'), () => publicUrl);
  const load: Ledger['load'] = async (id) => {
    if (booksLost) throw new Fault('unavailable', 'The database does not answer.');
    return ledger.load(id);
  };
  const proxies = {
    isTrusted: trustedProxies(trusted),
    ...(header !== undefined && { platformHeader: header }),
  };
  const visits = createVisits(createRateLimit({ most, seconds: 60 }, now), proxies);
  const pages = createWeb({
    ledger: { ...ledger, load },
    findings: memoryFindings(findings),
    admins: { isAdmin: async (id) => (admins.has(id) ? admins.get(id) : false) },
    settle: { settle: async (id) => void settled.push(id) },
    inventory: { byId: () => web01 },
    links,
    publicUrl: () => publicUrl,
    proxies,
    visits,
    readBody: readUpTo,
    now,
    log,
  });
  const server = createServer({
    adapter: createAdapter({ localMode: true, cloud: 'public' }),
    onTurn: async () => {},
    ready: async () => ({ ok: true, details: [] }),
    pages,
    visits,
    log,
    host: '127.0.0.1',
    port: 0,
    bodyLimitBytes: 1000,
  });
  const direct = `http://127.0.0.1:${await server.listen()}`;
  const near = await startFrontDoor({ target: direct });
  const behindFar = await startFrontDoor({ target: direct, address: farDoorAddress });
  const far = await startFrontDoor({ target: behindFar.url });
  publicUrl = `${near.url}${path}`;

  return {
    direct,
    near,
    far,
    ledger,
    links,
    log,
    settled,
    findings,
    admins,
    now,
    pass: (seconds) => {
      clock += seconds * 1000;
    },
    loseBooks: () => {
      booksLost = true;
    },
    findBooks: () => {
      booksLost = false;
    },
    draft: async (change = (draft) => draft) => {
      count += 1;
      const fresh = aDraft(`req-${count}`);
      const asked = { ...fresh, askedAt: clock, link: { number: 1, expiresAt: clock + 900_000 } };
      return (await ledger.create(change(asked), [], clock + 86_400_000)).request;
    },
    pathOf: (request) => {
      if (request.state !== 'draft') throw new Error('only a draft has a link to the address page');
      return new URL(links.address(request) ?? '').pathname;
    },
    stored: (id) => ledger.load(id),
    stop: async () => {
      for (const door of [far, behindFar, near]) await door.close();
      await server.close(0);
      await books.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
