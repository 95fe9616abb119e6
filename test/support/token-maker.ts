// Makes signed tokens, good and forged ones, as byte for byte as a forger would.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A key as an issuer has it, with what it publishes of it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it stands in the issuer's list of keys. `endorsements`: the channels it may sign for. */
  readonly published: Json;
}

export function signingKey(kid: string, more: Json = {}): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...more };
  return { kid, privateKey, publicKey, published };
}

/** @param header replaces parts of the usual one */
export function signedToken(key: SigningKey, claims: Json, header: Json = {}): string {
  const content = contentOf({ alg: 'RS256', kid: key.kid, typ: 'JWT', ...header }, claims);
  return `${content}.${sign('sha256', Buffer.from(content), key.privateKey).toString('base64url')}`;
}

/** Signed with a text as the secret, such as the public key that everybody has. */
export function hmacToken(secret: string, kid: string, claims: Json): string {
  const content = contentOf({ alg: 'HS256', kid, typ: 'JWT' }, claims);
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** @param signature left out: the empty one that `alg: none` asks for */
export const unsignedToken = (header: Json, claims: Json, signature = ''): string =>
  `${contentOf(header, claims)}.${signature}`;

/** The same signature under other claims. */
export function withOtherClaims(token: string, change: Json): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  return `${head}.${encoded(Object.assign({}, claims, change))}.${signature}`;
}

const contentOf = (header: Json, claims: Json): string => `${encoded(header)}.${encoded(claims)}`;
