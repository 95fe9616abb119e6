// Loaded into the bot's process by --import, in tests only: TLS to Microsoft's hosts goes to a server of the test, and TLS to
// anywhere else fails. Names, certificates and everything above them stay as they are: the product knows nothing of it.
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';
import { microsoftHosts } from './microsoft-hosts.ts';

const port = Number(process.env.TEST_MICROSOFT_PORT);
const connect = tls.connect;

/** Node's own https and fetch both call it with options first. */
function connectHere(options: tls.ConnectionOptions, ...more: [(() => void)?]): tls.TLSSocket {
  const { host = '', servername = host } = options;
  if (!microsoftHosts.includes(host)) throw new Error(`A test may not reach ${host}.`);
  return connect({ ...options, host: '127.0.0.1', port, servername }, ...more);
}

Object.assign(tls, { connect: connectHere });
syncBuiltinESMExports();
