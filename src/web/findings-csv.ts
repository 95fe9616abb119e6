// All findings as CSV, for the admin whom the link is for, while they are one.
import { stringify } from 'csv-stringify/sync';
import type { Admins } from '../access/admins.ts';
import type { FindingsBook } from '../access/drift/findings-book.ts';
import type { Finding, OpenFinding, Who } from '../domain/drift/finding.ts';
import { acknowledgedAt, type KnownFinding, worstFirst } from '../domain/drift/known-finding.ts';
import type { NamedRule } from '../domain/nsg/named-rule.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import { findingsExpiredPage, notAdminPage, unknownAdminPage } from './file-pages.ts';
import { noSuchPage } from './general-pages.ts';
import type { SignedLinks } from './links.ts';
import { pageAnswer } from './page.ts';
import { privateHeaders, type WebAnswer } from './web-answer.ts';

interface Parts {
  readonly findings: Pick<FindingsBook, 'current'>;
  readonly admins: Admins;
  readonly links: Pick<SignedLinks, 'readFindings'>;
  readonly now: () => Instant;
}

/** Answers a link to the CSV. @throws Fault when the ledger is away */
export const createFindingsHandler =
  ({ findings, admins, links, now }: Parts) =>
  async (token: string): Promise<WebAnswer> => {
    const read = links.readFindings(token, now());
    if (read.kind === 'malformed' || read.kind === 'forged') return pageAnswer(noSuchPage());
    if (read.kind === 'expired') return pageAnswer(findingsExpiredPage());
    const isAdmin = await admins.isAdmin(read.link.personId);
    if (isAdmin === undefined) return pageAnswer(unknownAdminPage());
    if (!isAdmin) return pageAnswer(notAdminPage());
    return {
      status: 200,
      headers: {
        ...privateHeaders,
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="findings-${isoOf(now()).slice(0, 10)}.csv"`,
      },
      body: csvOf(await findings.current(), now()),
    };
  };

const columns = [
  ...[
    'number',
    'kind',
    'subscription',
    'resourceGroup',
    'machine',
    'ports',
    'reachableBy',
    'sources',
    'sure',
  ],
  ...['doubt', 'nsg', 'rule', 'priority', 'seenSince', 'firstSeen', 'lastSeen', 'told'],
  ...['acknowledgedUntil', 'acknowledgedBy', 'acknowledgedReason'],
];

/**
 * RFC 4180, with a header line, the worst first. A cell that a spreadsheet would take for a formula (it begins with = + - @, a
 * tab or a carriage return) gets a leading apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvOf = (findings: readonly KnownFinding[], now: Instant): string =>
  stringify(
    worstFirst(findings).map((known) => cellsOf(known, now)),
    { header: true, columns, escape_formulas: true, record_delimiter: 'windows' },
  );

function cellsOf(known: KnownFinding, now: Instant): readonly (string | number)[] {
  const { number, finding, since, firstSeenAt, lastSeenAt, toldAt } = known;
  const held = acknowledgedAt(known, now);
  const { nsg = '', name = '', priority = '' } = ruleOf(finding) ?? {};
  return [
    ...[number, finding.kind, ...placeOf(finding)],
    ...(finding.kind === 'open' ? openCells(finding) : ['', sourcesOf(finding).join(' '), 'yes', '']),
    ...[nsg, name, priority],
    ...[isoOf(since), isoOf(firstSeenAt), isoOf(lastSeenAt), toldAt === undefined ? '' : isoOf(toldAt)],
    ...(held === undefined ? ['', '', ''] : [isoOf(held.until), held.by.id, held.reason]),
  ];
}

function placeOf(finding: Finding): readonly string[] {
  if (finding.kind === 'leftover') {
    const machine = finding.what.kind === 'entry' ? finding.what.machine : '';
    return [finding.subscription.name, finding.resourceGroup, machine, ''];
  }
  const { machine, ports } = finding;
  return [machine.subscription.name, machine.resourceGroup, machine.name, ports.join(' ')];
}

const openCells = ({ who, doubt }: OpenFinding): readonly string[] => [
  who.kind,
  whoCell(who),
  doubt === undefined ? 'yes' : 'no',
  doubt ?? '',
];

function whoCell(who: Who): string {
  if (who.kind === 'world') return who.all ? 'every public address' : 'most public addresses';
  if (who.kind === 'inside' && who.tag) return 'VirtualNetwork';
  return [...who.prefixes, ...(who.more > 0 ? [`and ${who.more} more`] : [])].join(' ');
}

/** Of a rule that is left over, the addresses it was for. */
function sourcesOf(finding: Exclude<Finding, OpenFinding>): readonly string[] {
  switch (finding.kind) {
    case 'outlived':
      return finding.sources;
    case 'leftover':
      return finding.what.kind === 'rule' ? finding.what.destinations : [];
    case 'unguarded':
      return [];
  }
}

function ruleOf(finding: Finding): NamedRule | undefined {
  switch (finding.kind) {
    case 'open':
    case 'outlived':
      return finding.rule;
    case 'leftover':
      return finding.what.kind === 'rule' ? finding.what.rule : undefined;
    case 'unguarded':
      return undefined;
  }
}
