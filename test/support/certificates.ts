// A certificate authority and a server's certificate from it, made for one test by openssl.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificates {
  /** PEM texts. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const openssl = promisify(execFile);

/** @param name what the certificate is for, such as `IP:127.0.0.1` or `DNS:db.example.com` */
export async function makeCertificates(name: string): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-certificates-'));
  const run = (words: string) => openssl('openssl', words.split(' '), { cwd: folder });
  try {
    await writeFile(join(folder, 'names'), `subjectAltName=${name}\n`);
    const fresh = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256';
    await run(`req -x509 ${fresh} -days 2 -subj /CN=authority -keyout authority.key -out authority.pem`);
    await run(`req ${fresh} -subj /CN=server -keyout server.key -out server.csr`);
    await run(
      'x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -sha256 -extfile names -out server.pem',
    );
    const [authority = '', certificate = '', key = ''] = await Promise.all(
      ['authority.pem', 'server.pem', 'server.key'].map((file) => readFile(join(folder, file), 'utf8')),
    );
    return { authority, certificate, key };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
