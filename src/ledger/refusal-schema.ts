// Refusals as stored inside requests.
import { z } from 'zod';
import { seconds, whole } from './schema-parts.ts';

const text = z.string();

export const refusal = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('no-jit-policy'), machine: text }),
  z.strictObject({ code: z.literal('machine-gone'), machine: text }),
  z.strictObject({ code: z.literal('machine-unread'), machine: text }),
  z.strictObject({
    code: z.literal('port-not-offered'),
    // JSON has no undefined: stored, the field is simply missing.
    port: whole.optional().transform((port) => port),
    offered: z.array(whole),
  }),
  z.strictObject({ code: z.literal('source-missing') }),
  z.strictObject({
    code: z.literal('source-not-ipv4'),
    typed: text,
    networks: z.array(text).exactOptional(),
  }),
  z.strictObject({ code: z.literal('source-several'), network: text, prefixes: z.array(text) }),
  z.strictObject({ code: z.literal('source-ipv6'), typed: text }),
  z.strictObject({ code: z.literal('source-any'), typed: text }),
  z.strictObject({ code: z.literal('source-not-a-network'), typed: text, network: text }),
  z.strictObject({ code: z.literal('source-not-public'), typed: text, range: text }),
  z.strictObject({ code: z.literal('source-outside-policy'), typed: text, allowed: z.array(text) }),
  z.strictObject({ code: z.literal('time-missing'), maximumSeconds: seconds }),
  z.strictObject({ code: z.literal('time-not-understood'), typed: text, maximumSeconds: seconds }),
  z.strictObject({ code: z.literal('time-passed'), typed: text }),
  z.strictObject({ code: z.literal('too-long'), maximumSeconds: seconds, rule: text.exactOptional() }),
  z.strictObject({ code: z.literal('too-short'), minimumSeconds: seconds }),
  z.strictObject({ code: z.literal('reason-too-long'), maximumLength: whole }),
  z.strictObject({ code: z.literal('no-access-policy'), why: z.enum(['missing', 'unreadable']) }),
  z.strictObject({ code: z.literal('no-rule'), machine: text, port: whole }),
  z.strictObject({ code: z.literal('rule-refuses'), rule: text, because: text.exactOptional() }),
  z.strictObject({
    code: z.literal('rule-unknown'),
    rule: text,
    unknown: z.enum(['requester', 'machine']),
  }),
  z.strictObject({ code: z.literal('several-rules'), rules: z.array(text) }),
  z.strictObject({
    code: z.literal('source-outside-rule'),
    typed: text,
    allowed: z.array(text),
    rule: text,
  }),
  z.strictObject({ code: z.literal('reason-missing'), rule: text }),
  z.strictObject({ code: z.literal('ticket-missing'), rule: text, pattern: text }),
  z.strictObject({ code: z.literal('break-glass-not-allowed'), rule: text }),
  z.strictObject({ code: z.literal('no-approvals-channel'), rule: text, channel: text }),
]);
