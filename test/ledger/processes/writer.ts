// A process that writes to the embedded ledger in argv[2] without pause, with its upkeep in between, and prints each id and
// version once committed.
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { keptLog } from '../../support/kept-log.ts';
import { draft } from '../sample-requests.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('no directory given');
const { ledger, wakeUps } = await openLedger({ dataDir, log: keptLog(), upkeepSeconds: 0.02 });
await wakeUps.start(async () => undefined);
const entry = { at: 0, actor: 'writer', kind: 'written', facts: {} };
for (;;) {
  const { request } = await ledger.create(draft(), [entry], Date.now() + 60_000);
  process.stdout.write(`${request.id} 1\n`);
  const saved = await ledger.save(request, [entry], Date.now() + 100);
  if (saved === 'conflict') throw new Error('nobody else writes here');
  process.stdout.write(`${saved.id} ${saved.version}\n`);
}
