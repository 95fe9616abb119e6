// What is said while somebody has to sign in, because Azure is to be asked in their name.
import type { SignIn } from '../src/domain/sign-in.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { type Reader, whenText } from './when.ts';

/** Beside the sign-in button. Plain, without anybody's data: what draws that card reads neither Markdown nor our escapes. */
export const signInText = (): string =>
  say`Please sign in: Azure is to be asked in your name for the access you requested. Nothing is open yet.`;

/** They signed in with an account that is not the one they have in Teams. */
export const foreignSignInText = (): string =>
  say`You signed in as somebody else, so I threw that away. Press the button again, and choose the account that you use here.`;

/** On the button. */
export const signInTitle = (): string => say`Sign in`;

/** On the request's card. */
export const signInLines = (
  { until }: SignIn,
  { reader, askedAt }: { readonly reader: Reader; readonly askedAt: Instant },
): readonly string[] => [
  say`Azure is to be asked in your name, and for that you have to sign in. I asked you to in the chat of our own; if you see nothing there, write me \`help\` in it.`,
  say`Nothing is open yet. I wait until ${asIs(whenText(until, reader, askedAt))}.`,
];
