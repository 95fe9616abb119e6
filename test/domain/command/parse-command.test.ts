// The grammar as one table, sentence to whole command, and what must hold for any text.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command, Wish } from '../../../src/domain/command/command.ts';
import { parseCommand } from '../../../src/domain/command/parse-command.ts';

const asks = (wish: Wish, ...unknown: readonly string[]): Command => ({ kind: 'request', wish, unknown });
const puzzled = (...unknown: readonly string[]): Command => ({ kind: 'not-understood', unknown });
const lasting = (minutes: number) => ({ kind: 'for', seconds: minutes * 60 }) as const;
const until = (hour: number, minute = 0) => ({ kind: 'until', hour, minute }) as const;

const rdp = { machine: 'web-01', ports: [3389] };
const onCall = { purpose: 'on-call' } as const;
const anywhere = { anywhere: true } as const;

const table: Readonly<Record<string, readonly (readonly [string, Command])[]>> = {
  'a question about the access policy': [
    ['why rdp web-01 for 1h', { kind: 'why', wish: { ...rdp, time: lasting(60) }, unknown: [] }],
    ["why can't I rdp to web-01?", { kind: 'why', wish: rdp, unknown: [] }],
    ['why', { kind: 'usage', of: 'why' }],
    ['why can I not open web-01?', { kind: 'why', wish: { machine: 'web-01' }, unknown: [] }],
    ['why not prod-sql-1', { kind: 'why', wish: { machine: 'prod-sql-1' }, unknown: [] }],
    [
      'why break glass rdp to web-01 for 1h',
      { kind: 'why', wish: { ...rdp, time: lasting(60), breakGlass: true }, unknown: [] },
    ],
    ['rdp to why', asks({ machine: 'why', ports: [3389] })],
  ],
  'a broken glass': [
    [
      'break glass rdp to web-01 for 30m because disk full',
      asks({ ...rdp, time: lasting(30), reason: 'disk full', breakGlass: true }),
    ],
    ['break-glass ssh db-2', asks({ machine: 'db-2', ports: [22], breakGlass: true })],
    ['breakglass rdp web-01', asks({ ...rdp, breakGlass: true })],
    ['break glass', { kind: 'usage', of: 'break-glass' }],
    ['break rdp web-01', asks(rdp, 'break')],
  ],
  'a yes in advance': [
    ['allow bob rdp web-01 today', { kind: 'allow', person: 'bob', wish: rdp, unknown: [] }],
    ['allow @1 rdp web-01', { kind: 'allow', person: '@1', wish: rdp, unknown: [] }],
    [
      'pre-approve bob ssh db-2 until 17:00',
      { kind: 'allow', person: 'bob', wish: { machine: 'db-2', ports: [22], time: until(17) }, unknown: [] },
    ],
    ['allow @Omar rdp web-01', { kind: 'allow', person: '@Omar', wish: rdp, unknown: [] }],
    ['allow', { kind: 'usage', of: 'allow' }],
    ['allow omar', { kind: 'usage', of: 'allow' }],
    ['allow @1', { kind: 'usage', of: 'allow' }],
    ['allow rdp to web-01', asks(rdp)],
    ['allow web-01 rdp', asks(rdp)],
    ['allow me rdp to web-01', asks(rdp)],
  ],
  'a look at the audit trail': [
    ['history web-01', { kind: 'history', about: 'web-01' }],
    ['history @1', { kind: 'history', about: '@1' }],
    ['history of bob', { kind: 'history', about: 'bob' }],
    ['history', { kind: 'usage', of: 'history' }],
    ['history @Ada Engineer', { kind: 'history', about: '@Ada Engineer' }],
    ['history web-01 web-02', { kind: 'usage', of: 'history' }],
    ['rdp to history', asks({ machine: 'history', ports: [3389] })],
  ],
  'somebody who is done': [
    ['done', { kind: 'done' }],
    ['Done!', { kind: 'done' }],
    ['I\u2019m done, thanks', { kind: 'done' }],
    ['all done for today', { kind: 'done' }],
    ['done with everything', { kind: 'done' }],
    ['done with web-01', { kind: 'done', machine: 'web-01' }],
    ['I am finished with the server web-01 now', { kind: 'done', machine: 'web-01' }],
    ['I have finished with payroll', { kind: 'done', machine: 'payroll' }],
    ['done with \u201chelp\u201d', { kind: 'done', machine: 'help' }],
    ["done with '22'", { kind: 'done', machine: '22' }],
    ['done with rdp on web-01', { kind: 'done', ...rdp }],
    ['done with port 22 on web-01', { kind: 'done', machine: 'web-01', ports: [22] }],
    ['close web-01', { kind: 'done', machine: 'web-01' }],
    ['please close rdp on web-01', { kind: 'done', ...rdp }],
    ['close "payroll"', { kind: 'done', machine: 'payroll' }],
    ['end my access to payroll', { kind: 'done', machine: 'payroll' }],
    ['done?', { kind: 'usage', of: 'done' }],
    ['done 1h', { kind: 'usage', of: 'done' }],
    ['done 22', { kind: 'usage', of: 'done' }],
    ['done with web-01 and web-02', { kind: 'usage', of: 'done' }],
    ['done with ssh port 3389', { kind: 'usage', of: 'done' }],
    ['done, open rdp on web-02', { kind: 'usage', of: 'done' }],
    ['done. rdp to web-02 for 1h', { kind: 'usage', of: 'done' }],
    ['"done"', asks({ machine: 'done' })],
    ['rdp to done', asks({ machine: 'done', ports: [3389] })],
    ['web-01 done', asks({ machine: 'web-01' }, 'done')],
    ['not done', puzzled('not', 'done')],
    ['close payroll', puzzled('close', 'payroll')],
    ['close web-01?', puzzled('close', 'web-01')],
    ['close it', puzzled('close')],
    ['end web-01', puzzled('end', 'web-01')],
    ["don't close web-01", puzzled("don't", 'close', 'web-01')],
  ],
  'more time': [
    ['extend', { kind: 'extend' }],
    ['extend 30m', { kind: 'extend', seconds: 1800 }],
    ['please extend my access', { kind: 'extend' }],
    ['extend web-01', { kind: 'extend', machine: 'web-01' }],
    ['extend web-01 by 30m', { kind: 'extend', machine: 'web-01', seconds: 1800 }],
    ['extend web-01 for 30 min', { kind: 'extend', machine: 'web-01', seconds: 1800 }],
    ['extend "1h" by 30m', { kind: 'extend', machine: '1h', seconds: 1800 }],
    ['extend by another hour', { kind: 'extend', seconds: 3600 }],
    [
      'Can you extend my access to web-01 by an hour and a half?',
      { kind: 'extend', machine: 'web-01', seconds: 5400 },
    ],
    ['I want to extend ssh on db-2', { kind: 'extend', machine: 'db-2', ports: [22] }],
    ['30 more minutes', { kind: 'extend', seconds: 1800 }],
    ['I need 30 more minutes, please', { kind: 'extend', seconds: 1800 }],
    ['30m more on web-01', { kind: 'extend', machine: 'web-01', seconds: 1800 }],
    ['another hour', { kind: 'extend', seconds: 3600 }],
    ['could I have more time?', { kind: 'extend' }],
    ['extend 30', { kind: 'usage', of: 'extend' }],
    ['extend until 17:00', { kind: 'usage', of: 'extend' }],
    ['extend web-01 10m 5m', { kind: 'usage', of: 'extend' }],
    ['extend the disk of web-01', { kind: 'usage', of: 'extend' }],
    ['extend web-01 because INC-1', { kind: 'usage', of: 'extend' }],
    ['one more thing', puzzled('one', 'more', 'thing')],
    ['another 10 minutes and I\u2019m done', puzzled('another', 'done')],
    ['rdp web-01 for 30 more minutes', asks(rdp, '30', 'more', 'minutes')],
    ['rdp to extend', asks({ machine: 'extend', ports: [3389] })],
    ["don't extend web-01", puzzled("don't", 'extend', 'web-01')],
  ],
  'who has access': [
    ['who has access', { kind: 'who' }],
    ['Who has access now?', { kind: 'who' }],
    ['who currently has access to everything', { kind: 'who' }],
    ['who has access to web-01', { kind: 'who', machine: 'web-01' }],
    ['who else has access to the vm payroll?', { kind: 'who', machine: 'payroll' }],
    ['who is on web-01', { kind: 'who', machine: 'web-01' }],
    ['who\u2019s on \u201ccall\u201d', { kind: 'who', machine: 'call' }],
    ['who is on call', { kind: 'usage', of: 'who' }],
    ['who is on-call', { kind: 'usage', of: 'who' }],
    ['who', { kind: 'usage', of: 'who' }],
    ['who are you', { kind: 'usage', of: 'who' }],
    ['who can access web-01', { kind: 'usage', of: 'who' }],
    ['who could have access to web-01', { kind: 'usage', of: 'who' }],
    ['who had access to web-01', { kind: 'usage', of: 'who' }],
    ['who has access to web-01 or web-02', { kind: 'usage', of: 'who' }],
    ['ssh to who', asks({ machine: 'who', ports: [22] })],
  ],
  'what is true of a machine': [
    ['status web-01', { kind: 'status', machine: 'web-01' }],
    ['Status of web-01?', { kind: 'status', machine: 'web-01' }],
    ['status of the server web-01 please', { kind: 'status', machine: 'web-01' }],
    ['status rg-jump-prod/jump-01', { kind: 'status', machine: 'rg-jump-prod/jump-01' }],
    ['status "help"', { kind: 'status', machine: 'help' }],
    ['status web-01 from 203.0.113.7', { kind: 'status', machine: 'web-01', source: '203.0.113.7' }],
    ['is web-01 open?', { kind: 'status', machine: 'web-01' }],
    ['is web-01 shut', { kind: 'status', machine: 'web-01' }],
    ['is web-01 open for me', { kind: 'status', machine: 'web-01' }],
    ['is web-01 open from 203.0.113.7?', { kind: 'status', machine: 'web-01', source: '203.0.113.7' }],
    ['what is open on web-01', { kind: 'status', machine: 'web-01' }],
    ["what's open on web-01?", { kind: 'status', machine: 'web-01' }],
    ['what ports are open on web-01', { kind: 'status', machine: 'web-01' }],
    ['status', { kind: 'usage', of: 'status' }],
    ['status of my access', { kind: 'usage', of: 'status' }],
    ['status web-01 web-02', { kind: 'usage', of: 'status' }],
    ['status web-01 from', { kind: 'usage', of: 'status' }],
    ['status web-01 from 203.0.113.7 or so', { kind: 'usage', of: 'status' }],
    ['rdp to status', asks({ machine: 'status', ports: [3389] })],
    ['is rdp to web-01 open for 1h', asks({ ...rdp, time: lasting(60) })],
    ['can you open web-01', asks({ machine: 'web-01' })],
  ],
  'an approvals channel': [
    ['use this channel for approvals', { kind: 'use-channel', purpose: 'approvals' }],
    ['use this as the approval channel', { kind: 'use-channel', purpose: 'approvals' }],
    ['stop using this channel for approvals', { kind: 'unset-channel', purpose: 'approvals' }],
    ['Use this channel for approvals of Databases', { kind: 'use-channel', purpose: 'approvals/databases' }],
    [
      'stop using this channel for approvals of databases',
      { kind: 'unset-channel', purpose: 'approvals/databases' },
    ],
    ['forget the approvals channel', { kind: 'unset-channel', purpose: 'approvals', ...anywhere }],
    [
      'forget the approvals channel of databases',
      { kind: 'unset-channel', purpose: 'approvals/databases', ...anywhere },
    ],
    ['withdraw', { kind: 'cancel' }],
    ['withdraw my request', { kind: 'cancel' }],
  ],
  'a request': [
    ['rdp to web-01 for 1h', asks({ ...rdp, time: lasting(60) })],
    ['ssh db-2 30m', asks({ machine: 'db-2', ports: [22], time: lasting(30) })],
    [
      'open 5985 on web-01 for 90 minutes from 203.0.113.7',
      asks({ machine: 'web-01', ports: [5985], time: lasting(90), source: '203.0.113.7' }),
    ],
    ['winrm web-01', asks({ machine: 'web-01', ports: [5985, 5986] })],
    ['web-01 port 8443 until 17:00', asks({ machine: 'web-01', ports: [8443], time: until(17) })],
    ['access to web-01', asks({ machine: 'web-01' })],
    ['for 2 hours rdp web-01', asks({ ...rdp, time: lasting(120) })],
    ['from 203.0.113.7 ssh db-2', asks({ machine: 'db-2', ports: [22], source: '203.0.113.7' })],
    ['1h rdp web-01', asks({ ...rdp, time: lasting(60) })],
    ['web-01:3389 1h', asks({ ...rdp, time: lasting(60) })],
    ['rdp for 1h', asks({ ports: [3389], time: lasting(60) })],
    ['rdp', asks({ ports: [3389] })],
    ['access', asks({})],
    ['22', asks({ ports: [22] })],
    ['22 web-01', asks({ machine: 'web-01', ports: [22] })],
    ['web-01', asks({ machine: 'web-01' })],
    ['payroll 1h', asks({ machine: 'payroll', time: lasting(60) })],
    [
      'machine: web-01 port: 3389 time: 1h from: 192.0.2.1 reason: Disk: "full"',
      asks({ ...rdp, time: lasting(60), source: '192.0.2.1', reason: 'Disk: "full"' }),
    ],
  ],
  'politeness, spelling and punctuation': [
    [
      'Hi, can I please get RDP access to the server web-01 for an hour and a half?',
      asks({ ...rdp, time: lasting(90) }),
    ],
    ['I need to ssh into payroll', asks({ machine: 'payroll', ports: [22] })],
    ['I\u2019d like to access web-01, thanks!', asks({ machine: 'web-01' })],
    ['give me 2-hour access to web-01', asks({ machine: 'web-01', time: lasting(120) })],
    ['  rdp\u00a0to&nbsp;web-01\t for\n1h. ', asks({ ...rdp, time: lasting(60) })],
    ['RDP To WEB-01 For 1H', asks({ machine: 'WEB-01', ports: [3389], time: lasting(60) })],
    ['\u201crdp to web-01 for 1h\u201d', asks({ ...rdp, time: lasting(60) })],
    ['rdp,web-01,1h', asks({ ...rdp, time: lasting(60) })],
    ['\u200brdp web-01\u200b', asks(rdp)],
    ['turn on rdp please', asks({ ports: [3389] })],
    ['help me rdp to web-01', asks(rdp)],
  ],
  'a port': [
    ['https web-01', asks({ machine: 'web-01', ports: [443] })],
    ['http web-01', asks({ machine: 'web-01', ports: [80] })],
    ['sql db-2', asks({ machine: 'db-2', ports: [1433] })],
    ['mssql db-2', asks({ machine: 'db-2', ports: [1433] })],
    ['postgres db-2', asks({ machine: 'db-2', ports: [5432] })],
    ['mysql db-2', asks({ machine: 'db-2', ports: [3306] })],
    ['remote desktop to web-01', asks(rdp)],
    ['port:65535 web-01', asks({ machine: 'web-01', ports: [65_535] })],
    ['web-01 on 22', asks({ machine: 'web-01', ports: [22] })],
    ['ssh port 2222 web-01', asks({ machine: 'web-01', ports: [2222] })],
    ['ssh to web-01:2222', asks({ machine: 'web-01', ports: [2222] })],
    ['winrm 5986 web-01', asks({ machine: 'web-01', ports: [5986] })],
    ['rdp 3389 web-01 rdp', asks(rdp)],
    ['port 65536 web-01', asks({ machine: 'web-01' }, '65536')],
    ['port 0 web-01', asks({ machine: 'web-01' }, '0')],
    ['web-01:99999 rdp', asks({ ports: [3389] }, 'web-01:99999')],
    ['rdp and 22 on web-01', asks(rdp, '22')],
    ['22 and rdp on web-01', asks({ machine: 'web-01', ports: [22] }, 'rdp')],
    ['open 22 and 443 on web-01', asks({ machine: 'web-01', ports: [22] }, '443')],
    ['rdp ssh web-01', asks(rdp, 'ssh')],
    ['open 5985-5986 on web-01', asks({ machine: 'web-01' }, '5985-5986')],
    ['rdp web-01 for 30', asks(rdp, '30')],
    ['I need access to rdp for 1h', asks({ ports: [3389], time: lasting(60) })],
  ],
  'a machine': [
    ['rdp to 10-web', asks({ machine: '10-web', ports: [3389] })],
    ['ssh my_box.prod', asks({ machine: 'my_box.prod', ports: [22] })],
    ['rdp payroll', asks({ machine: 'payroll', ports: [3389] })],
    ['rdp to "access"', asks({ machine: 'access', ports: [3389] })],
    ["rdp to '1h' for 1h", asks({ machine: '1h', ports: [3389], time: lasting(60) })],
    ['rdp to \u201cHelp\u201d, please', asks({ machine: 'Help', ports: [3389] })],
    ['rdp to help', asks({ machine: 'help', ports: [3389] })],
    ['ssh to rdp', asks({ machine: 'rdp', ports: [22] })],
    ['access to rdp on web-01', asks(rdp)],
    ['rdp to server', asks({ machine: 'server', ports: [3389] })],
    ['rdp to the server', asks({ ports: [3389] })],
    ['rdp to the server payroll', asks({ machine: 'payroll', ports: [3389] })],
    ['I want to open rdp', asks({ ports: [3389] })],
    ['ssh to 203.0.113.7', asks({ machine: '203.0.113.7', ports: [22] })],
    ['rdp web-01 db-2', asks(rdp, 'db-2')],
    ['db-2 rdp to web-01', asks(rdp, 'db-2')],
    ['rdp to web-01 on db-2', asks(rdp, 'db-2')],
    ['rdp web-01 to fix disk', asks(rdp, 'fix', 'disk')],
    [`rdp to ${'a'.repeat(64)}`, asks({ machine: 'a'.repeat(64), ports: [3389] })],
    [`rdp to ${'a'.repeat(65)}`, asks({ ports: [3389] }, 'a'.repeat(65))],
    ['rdp web\u201101', asks({ ports: [3389] }, 'web\u201101')],
  ],
  'a time': [
    ['rdp web-01 1h 30m', asks({ ...rdp, time: lasting(90) })],
    ['rdp web-01 for 2 hours and 30 minutes', asks({ ...rdp, time: lasting(150) })],
    ['rdp web-01 for the next 2 hours', asks({ ...rdp, time: lasting(120) })],
    ['rdp web-01 up to 1h', asks({ ...rdp, time: lasting(60) })],
    ['rdp web-01 1,5 hours', asks({ ...rdp, time: lasting(90) })],
    ['22 min rdp web-01', asks({ ...rdp, time: lasting(22) })],
    ['rdp web-01 from now until 5 p.m.', asks({ ...rdp, time: until(17) })],
    ['rdp web-01 1h 2h', asks({ ...rdp, time: lasting(60) }, '2h')],
    ['rdp web-01 for 1h until 17:00', asks({ ...rdp, time: lasting(60) }, 'until', '17:00')],
    ['rdp web-01 until 5', asks(rdp, 'until', '5')],
    ['rdp until tomorrow', asks({ ports: [3389] }, 'until', 'tomorrow')],
    ['rdp web-01 until', asks(rdp, 'until')],
    ['rdp web-01 17:30', asks(rdp, '17:30')],
    ['rdp web-01 in 10 minutes', asks(rdp, 'in', '10', 'minutes')],
    ['rdp web-01 for an', asks(rdp)],
    ['rdp web-01 some hours', asks(rdp, 'hours')],
  ],
  'a source': [
    ['rdp web-01 from 203.0.113.0/24', asks({ ...rdp, source: '203.0.113.0/24' })],
    ['rdp web-01 from 2001:db8::1', asks({ ...rdp, source: '2001:db8::1' })],
    ['rdp web-01 from ::', asks({ ...rdp, source: '::' })],
    ['rdp web-01 from: be:1::', asks({ ...rdp, source: 'be:1::' })],
    ['rdp web-01 from *', asks({ ...rdp, source: '*' })],
    ['rdp web-01 from anywhere', asks({ ...rdp, source: 'anywhere' })],
    ['rdp to web-01 for 1h from office', asks({ ...rdp, time: lasting(60), source: 'office' })],
    ['rdp web-01 from the vpn', asks({ ...rdp, source: 'vpn' })],
    ['rdp web-01 from my office network', asks({ ...rdp, source: 'office' })],
    ['from the office network rdp web-01', asks({ ...rdp, source: 'office' })],
    ['rdp web-01 from fra.office-2 because x', asks({ ...rdp, source: 'fra.office-2', reason: 'x' })],
    ['why rdp web-01 from VPN', { kind: 'why', wish: { ...rdp, source: 'VPN' }, unknown: [] }],
    ['rdp web-01 from my ip address 192.0.2.1', asks({ ...rdp, source: '192.0.2.1' })],
    ['rdp web-01 from my ip for 1h', asks({ ...rdp, time: lasting(60), source: 'ip' })],
    ['rdp web-01 203.0.113.7', asks({ ...rdp, source: '203.0.113.7' })],
    ['rdp web-01 203.0.113.7 from 192.0.2.1', asks({ ...rdp, source: '203.0.113.7' }, '192.0.2.1')],
    ['ssh 203.0.113.7', asks({ ports: [22] }, '203.0.113.7')],
    ['rdp web-01 from', asks(rdp, 'from')],
    ['rdp web-01 from for 1h', asks({ ...rdp, time: lasting(60) }, 'from')],
  ],
  'a reason': [
    ['rdp web-01 because INC-1234 disk full', asks({ ...rdp, reason: 'INC-1234 disk full' })],
    ['rdp web-01 because of  INC-1,  for 2h to db-2! ', asks({ ...rdp, reason: 'INC-1,  for 2h to db-2!' })],
    ['rdp web-01 reason:INC-1', asks({ ...rdp, reason: 'INC-1' })],
    ['rdp web-01 because: \u201cdisk\u201d', asks({ ...rdp, reason: '\u201cdisk\u201d' })],
    ['rdp web-01 because, well, load', asks({ ...rdp, reason: 'well, load' })],
    ['rdp web-01 due to load', asks({ ...rdp, reason: 'load' })],
    ['rdp web-01: Disk full', asks({ ...rdp, reason: 'Disk full' })],
    ['rdp web-01 1h : Disk full', asks({ ...rdp, time: lasting(60), reason: 'Disk full' })],
    ['web-01: rdp 1h', asks({ ...rdp, time: lasting(60) })],
    ['rdp to "reason"', asks({ machine: 'reason', ports: [3389] })],
    ['rdp web-01 because', asks(rdp)],
  ],
  'another command': [
    ['help', { kind: 'help' }],
    ['Help!', { kind: 'help' }],
    ['`help`', { kind: 'help' }],
    ['?', { kind: 'help' }],
    ['??', { kind: 'help' }],
    ['hi, can you help me please', { kind: 'help' }],
    ['my access', { kind: 'my-access' }],
    ['what is my access?', { kind: 'my-access' }],
    ['show me my access', { kind: 'my-access' }],
    ['What access do I have?', { kind: 'my-access' }],
    ['cancel', { kind: 'cancel' }],
    ['please cancel my request', { kind: 'cancel' }],
    ['use this channel for on-call', { kind: 'use-channel', ...onCall }],
    ['Use this channel for on call, please.', { kind: 'use-channel', ...onCall }],
    ['use this channel for oncall notices', { kind: 'use-channel', ...onCall }],
    ['stop using this channel for on-call', { kind: 'unset-channel', ...onCall }],
    ['unset on-call', { kind: 'unset-channel', ...onCall, ...anywhere }],
    ['forget on-call channel', { kind: 'unset-channel', ...onCall, ...anywhere }],
  ],
  'what is no command': [
    ['', puzzled()],
    [' \u00a0 ', puzzled()],
    ['...', puzzled()],
    ['hello', puzzled()],
    ['Hello World', puzzled('World')],
    ['payroll', puzzled('payroll')],
    ['talk to bob', puzzled('talk', 'bob')],
    ['thanks, back in 5 minutes', puzzled('back', 'in', '5', 'minutes')],
    ['I need to restart the server', puzzled('restart')],
    ['use this channel for lunch', puzzled('use', 'channel', 'lunch')],
    ['for 1h', puzzled()],
    ['because I said so', puzzled()],
    ['cancel rdp on web-01', puzzled('cancel', 'web-01')],
    ["please don't open rdp on web-01", puzzled("don't", 'web-01')],
    ['constructor __proto__', puzzled('constructor', '__proto__')],
  ],
};

describe('parseCommand', () => {
  for (const [group, cases] of Object.entries(table)) {
    describe(group, () => {
      for (const [sentence, command] of cases) {
        it(`understands ${JSON.stringify(sentence)}`, () =>
          assert.deepEqual(parseCommand(sentence), command));
      }
    });
  }

  describe('a very long text', () => {
    it('counts up to its first 2,000 characters', () => {
      const padding = ' '.repeat(2000 - 'rdp web-01'.length);
      assert.deepEqual(parseCommand(`rdp${padding}web-01 for 1h`), asks(rdp));
    });

    it('never has a machine name cut in two', () => {
      const padding = ' '.repeat(1998 - 'rdp web-0'.length);
      assert.deepEqual(parseCommand(`rdp${padding}web-01234 for 1h`), asks({ ports: [3389] }));
    });

    it('is not understood if it is one endless word', () => {
      assert.deepEqual(parseCommand('a'.repeat(100_000)), puzzled());
    });
  });
});

const sayings = [
  ...'rdp ssh winrm access open to on for until from in because reason: and port the my server cancel help'.split(
    ' ',
  ),
  ...'1h 30 m 22 99999 an half hour web-01 payroll "access" 10.0.0.1 :: : ? , ; " \' 17:00 5pm *'.split(' '),
];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...sayings), fc.string({ unit: 'grapheme', maxLength: 5 })))
    .map((all) => all.join(' ')),
  fc
    .tuple(fc.constantFrom(...sayings), fc.nat({ max: 100_000 }))
    .map(([word, length]) => `${word} `.repeat(length / 5)),
);

const quantity = (command: Command): readonly string[] => {
  if (command.kind === 'not-understood') return command.unknown;
  if (command.kind === 'done' || command.kind === 'extend' || command.kind === 'who')
    return command.machine === undefined ? [] : [command.machine];
  if (command.kind !== 'request') return [];
  const { machine, source, reason } = command.wish;
  return [machine, source, reason, ...command.unknown].filter((word) => word !== undefined);
};

describe('parseCommand on any text', () => {
  it('never throws, and invents no machine, source, reason or unknown word', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const invented = quantity(parseCommand(text)).filter((word) => !text.includes(word));
        assert.deepEqual(invented, []);
      }),
      { numRuns: 500 },
    );
  });

  it('names each word of a sentence that it knows nothing of', () => {
    const strange = fc.stringMatching(/^[a-z]{2,6}@[a-z]{2,6}$/);
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 20 }), (words) => {
        assert.deepEqual(parseCommand(`rdp ${words.join(' ')}`), asks({ ports: [3389] }, ...words));
      }),
    );
  });
});

const machines = fc
  .stringMatching(/^[A-Za-z]{2,8}[-_][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/)
  .filter((name) => !/^forty-five$/i.test(name));
const ports = fc.oneof(
  fc.constantFrom<readonly [string, readonly number[]]>(
    ['rdp', [3389]],
    ['SSH', [22]],
    ['winrm', [5985, 5986]],
  ),
  fc
    .integer({ min: 1, max: 65_535 })
    .chain((port) =>
      fc.constantFrom<readonly [string, readonly number[]]>([`${port}`, [port]], [`port ${port}`, [port]]),
    ),
);
const times = fc.oneof(
  fc
    .integer({ min: 1, max: 999 })
    .chain((count) =>
      fc.constantFrom(
        [`${count}m`, lasting(count)] as const,
        [`for ${count} minutes`, lasting(count)] as const,
        [`for ${count} h`, lasting(count * 60)] as const,
      ),
    ),
  fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map(([hour, minute]) => [`until ${hour}:${`${minute}`.padStart(2, '0')}`, until(hour, minute)] as const),
);
const sources = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('198.51.100.0/24'));
const reasons = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((reason) => reason.trim());

describe('a sentence made of known parts', () => {
  it('is understood as these parts, in every order', () => {
    const parts = fc.record({
      machine: machines,
      place: fc.constantFrom('', 'to ', 'on ', 'to the vm '),
      port: ports,
      time: times,
      source: sources,
      reason: reasons.filter(
        (reason) => reason !== '' && !/&nbsp;|^(of|is)\b|^[\p{P}\p{S}\p{Cf}]/iu.test(reason),
      ),
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    });
    fc.assert(
      fc.property(parts, ({ machine, place, port, time, source, reason, order }) => {
        const said = [`${place}${machine}`, port[0], time[0], `from ${source}`];
        const sentence = `${order.map((index) => said[index]).join(' ')} because ${reason}`;
        assert.deepEqual(
          parseCommand(sentence),
          asks({ machine, ports: port[1], time: time[1], source, reason }),
          sentence,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a sentence about running grants', () => {
  const quoted = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/)
    .map((name) => [`"${name}"`, name]);
  const plain = machines.map((name) => [name, name]);

  it('is about the machine that was named, whatever its name', () => {
    const parts = fc.tuple(fc.oneof(quoted, plain), fc.integer({ min: 1, max: 999 }));
    fc.assert(
      fc.property(parts, ([[typed = '', machine = ''], count]) => {
        assert.deepEqual(parseCommand(`I'm done with ${typed}`), { kind: 'done', machine });
        assert.deepEqual(parseCommand(`close ${typed}`), { kind: 'done', machine });
        assert.deepEqual(parseCommand(`who has access to ${typed}?`), { kind: 'who', machine });
        const extended = { kind: 'extend', machine, seconds: count * 60 };
        assert.deepEqual(parseCommand(`extend ${typed} by ${count}m`), extended);
        assert.deepEqual(parseCommand(`${count} more minutes on ${typed}`), extended);
      }),
      { numRuns: 500 },
    );
  });

  it('is never a request, whatever follows', () => {
    const verbs = fc.constantFrom('done', 'extend', 'who', "I'm done", 'please extend', 'who has');
    fc.assert(
      fc.property(verbs, hostile, (verb, rest) => {
        const { kind } = parseCommand(`${verb} ${rest}`);
        assert.ok(['done', 'extend', 'who', 'usage'].includes(kind), kind);
      }),
      { numRuns: 500 },
    );
  });
});
