// What of an error is written into the log: enough to find its cause, and nothing that an SDK has hung onto it.

export type LoggedError = Readonly<Record<string, unknown>>;

/** Causes are followed so far; an error can be its own cause. */
const deepest = 5;
const longest = 300;

/**
 * Name, message, stack and causes, and of other properties the plain ones such as `code` and `statusCode`. Requests, answers
 * and settings, which SDKs put there, hold headers with tokens; they are left out whole.
 * @param error anything that was thrown
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrubbed(String(error)) };
  const { name, message, stack = '', cause } = error;
  const errors = error instanceof AggregateError ? error.errors : [];
  return {
    ...plainOf(error),
    type: name,
    message: scrubbed(message),
    stack: scrubbed(stack),
    ...(depth < deepest && cause !== undefined && { cause: loggedError(cause, depth + 1) }),
    ...(depth < deepest &&
      errors.length > 0 && { errors: errors.slice(0, 5).map((each) => loggedError(each, depth + 1)) }),
  };
}

const telling = /token|secret|password|authorization|credential|cookie|connection/i;

function plainOf(error: Error): LoggedError {
  const plain = Object.entries(error).flatMap(([name, value]) => {
    if (telling.test(name)) return [];
    if (typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
    return typeof value === 'string' && value.length <= longest ? [[name, scrubbed(value)]] : [];
  });
  return Object.fromEntries(plain);
}

/** Without bearer tokens, tokens of the usual shape, and passwords in URLs, wherever a message quotes them. */
export const scrubbed = (text: string): string =>
  text
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer …')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…')
    .replace(/(\w:\/\/)[^\s/:@]*:[^\s/@]*@/g, '$1…@');
