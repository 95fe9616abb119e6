// A process that opens the embedded ledger in argv[2], says so, and lives until it is killed.
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { keptLog } from '../../support/kept-log.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('no directory given');
await openLedger({ dataDir, log: keptLog() });
console.log('open');
setInterval(() => undefined, 60_000);
