// The CSV of findings over real HTTP: for admins with a link that holds, RFC 4180, and nothing a spreadsheet would run.
import assert from 'node:assert/strict';
import { csvLinkSeconds } from '../../src/access/drift/csv-link.ts';
import { csvOf } from '../../src/web/findings-csv.ts';
import { aKnown, aLeftoverRule, anOpenFinding, everyFinding } from '../support/findings.ts';
import { memoryFindings } from '../support/memory-findings.ts';
import { grace, noon, web01 } from '../support/requests.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { page } from './page-reading.ts';

const header =
  'number,kind,subscription,resourceGroup,machine,ports,reachableBy,sources,sure,doubt,nsg,rule,priority,seenSince,firstSeen,lastSeen,told,acknowledgedUntil,acknowledgedBy,acknowledgedReason';

describe('the CSV of findings', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld({ inMemory: true });
    await memoryFindings(world.findings).record(
      { kind: 'subscription', subscription: web01.subscription },
      everyFinding(),
      noon,
    );
  });
  after(() => world?.stop());
  beforeEach(() => world.admins.set(grace.id, true));
  const link = (id = grace.id) => world.links.findings(id, world.now() + csvLinkSeconds * 1000) ?? '';

  it('is a file with a line for each finding, the worst first', async () => {
    const response = await fetch(link());
    assert.deepEqual(
      [response.status, response.headers.get('content-type'), response.headers.get('content-disposition')],
      [200, 'text/csv; charset=utf-8; header=present', 'attachment; filename="findings-2026-11-23.csv"'],
    );
    assert.deepEqual(
      [response.headers.get('cache-control'), response.headers.get('x-content-type-options')],
      ['no-store', 'nosniff'],
    );
    const [first, ...lines] = (await response.text()).split('\r\n');
    assert.equal(first, header);
    assert.deepEqual(lines.slice(0, 1), [
      '1,open,Production,rg-web,web-01,3389,world,every public address,yes,,nsg-web,rdp,300,2026-11-23T12:00:00.000Z,2026-11-23T12:00:00.000Z,2026-11-23T12:00:00.000Z,,,,',
    ]);
    assert.equal(lines.length, everyFinding().length + 1);
  });

  it('is for whoever is an admin when it is fetched', async () => {
    const url = link();
    world.admins.set(grace.id, false);
    assert.equal((await page(fetch(url))).status, 403);
    world.admins.set(grace.id, undefined);
    assert.equal((await page(fetch(url))).status, 503);
    assert.equal((await page(fetch(link('somebody-else')))).status, 403);
  });

  it('is nothing for a forged link, another link’s token, or another method', async () => {
    const url = link();
    const draft = await world.draft();
    const crossed = `${world.near.url}${world.pathOf(draft).replace('/address/', '/findings/')}`;
    const statuses = await Promise.all(
      [
        fetch(`${url}x`),
        fetch(crossed),
        fetch(url.replace('/findings/', '/rdp/')),
        fetch(url, { method: 'POST' }),
      ].map(async (each) => (await each).status),
    );
    assert.deepEqual(statuses, [404, 404, 404, 405]);
  });

  it('is gone when the link has expired', async () => {
    const url = link();
    world.pass(csvLinkSeconds);
    const { status, heading } = await page(fetch(url));
    assert.deepEqual([status, heading], [410, 'This link has expired']);
  });
});

describe('a line of the CSV', () => {
  it('holds what people typed as text, whatever it looks like', () => {
    for (const typed of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      const acknowledgement = { by: grace, reason: typed, until: noon + 1, at: noon };
      const rule = { nsg: typed, name: typed, priority: 300 };
      const text = csvOf([aKnown({ finding: anOpenFinding({ rule }), acknowledgement })], noon);
      const cells = text
        .split('\r\n')
        .slice(1)
        .join('\r\n')
        .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
      const bare = cells.map((cell) => cell.replace(/^"|"(\r\n)?$/g, '').replace(/\r\n$/, ''));
      assert.deepEqual(
        bare.filter((cell) => /^[=+@\t\r-]/.test(cell)),
        [],
        JSON.stringify(typed),
      );
      assert.ok(text.includes(`'${typed}`));
    }
  });

  it('quotes commas, quotes and line ends', () => {
    const acknowledgement = { by: grace, reason: 'a, "b"\r\nc', until: noon + 1, at: noon };
    assert.ok(csvOf([aKnown({ acknowledgement })], noon).endsWith(',"a, ""b""\r\nc"\r\n'));
  });

  it('tells what is left over by its NSG and addresses', () => {
    assert.match(
      csvOf([aKnown({ finding: aLeftoverRule() })], noon),
      /\r\n1,leftover,Production,rg-web,,,,10\.0\.0\.9,yes,,nsg-web,jit-deny,4096,/,
    );
  });
});
