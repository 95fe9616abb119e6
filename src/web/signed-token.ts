// Small signed texts for URLs: nobody without the key can make one, and one for a purpose is none for another.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { oncePerObject } from '../domain/once-per-object.ts';

const version = '1';
const shape = /^1\.([A-Za-z0-9_-]{1,1000})\.([A-Za-z0-9_-]{43})$/;

/** @param value plain JSON, small @returns such as `1.WyJyZXEtMSIsM10.Vq…` */
export function signed(key: Uint8Array, purpose: string, value: unknown): string {
  const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${version}.${payload}.${signature(key, purpose, payload)}`;
}

/** `value` is what was signed, and still has to be checked: another version of this program may have signed it. */
export type Opened =
  | { readonly kind: 'signed'; readonly value: unknown }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'forged' };

export function openSigned(key: Uint8Array, purpose: string, token: string): Opened {
  const [, payload, given] = shape.exec(token) ?? [];
  if (payload === undefined || given === undefined) return { kind: 'malformed' };
  // The texts are compared, not what they decode to: base64url has several spellings of the same bytes.
  const right = Buffer.from(signature(key, purpose, payload));
  if (!timingSafeEqual(right, Buffer.from(given))) return { kind: 'forged' };
  return { kind: 'signed', value: JSON.parse(Buffer.from(payload, 'base64url').toString()) };
}

/** Taking a key in takes longer than signing with it. */
const keyOf = oncePerObject((bytes: Uint8Array) => createSecretKey(bytes));

const signature = (key: Uint8Array, purpose: string, payload: string): string =>
  createHmac('sha256', keyOf(key)).update(`jit-access ${version} ${purpose}\n${payload}`).digest('base64url');
