// Policy files for tests, and short ways to read them.
import { type ReadPolicy, readPolicyText, type UnreadPolicy } from '../../src/policy/read-policy-text.ts';

export const ids = {
  ada: '11111111-1111-4111-8111-000000000001',
  grace: '11111111-1111-4111-8111-000000000002',
  linus: '11111111-1111-4111-8111-000000000003',
  dba: '22222222-2222-4222-8222-000000000001',
  leads: '22222222-2222-4222-8222-000000000002',
} as const;

/** A file that uses everything there is. */
export const fullFile = String.raw`version: 1
timeZone: Europe/Berlin
people: { ada: ${ids.ada}, grace: ${ids.grace.toUpperCase()}, linus: ${ids.linus} }
groups: { dba: ${ids.dba}, dba-leads: ${ids.leads} }
networks: { office: [203.0.113.0/24], vpn: [198.51.100.8/32] }
hours:
  working: [{ days: mon-fri, from: '08:00', to: '18:00' }]
rules:
  - name: production databases
    when:
      machines: [{ name: prod-sql-*, resourceGroup: rg-data-prod, subscription: Production, tags: { env: prod } }]
      ports: [1433, 3389]
      requesters: [{ group: dba }, { person: ada }]
      sources: [office, 192.0.2.17]
      hours: working
    decision: approval
    because: Customers' data.
    longest: 2h
    sources: [office, vpn]
    reason: required
    ticket: INC-\d+
    approvers: [{ person: grace }, { group: dba-leads }, { team: owners }]
    quorum: 2
    channel: databases
    wait: 4h
    remind: 15m
    escalate: { after: 1h, to: [{ person: linus }], channel: security }
    breakGlass: { longest: 30m }
    preApproval: 8h
  - name: playground
    when: { machines: [play-*], requesters: everyone }
    decision: automatic
  - name: retired
    when: { machines: [old-*] }
    decision: refused
    because: Switched off soon.
tests:
  - ask: { as: ada, groups: [dba], machine: prod-sql-1, resourceGroup: rg-data-prod, subscription: Production,
           tags: { env: prod }, port: 1433, from: 203.0.113.7, for: 1h, reason: INC-1, at: '2026-11-23 10:00' }
    expect: needs 2 approvers
    by: production databases
onCall:
  rotation: { people: [linus, ${ids.ada}], starts: 2026-11-23, handOver: Mon 09:00, timeZone: Asia/Kathmandu }
  summary: 08:00
  timeZone: Europe/Berlin
admins: [{ person: linus }, { group: dba-leads }]
`;

/** A file of these rules and, before them, whatever else. */
export const fileOf = (rules: string, before = ''): string =>
  `version: 1\n${before}rules:\n${rules.replace(/^/gm, '  ')}\n`;

export const readWell = (text: string): ReadPolicy => {
  const read = readPolicyText(text);
  if (!read.ok) throw new Error(problemsIn(read).join('\n'));
  return read;
};

/** `line:column message` of each problem; nothing for a file that can be used. */
export const problemsOf = (text: string): readonly string[] => {
  const read = readPolicyText(text);
  return read.ok ? [] : problemsIn(read);
};

const problemsIn = ({ problems }: UnreadPolicy): readonly string[] =>
  problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
