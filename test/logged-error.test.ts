// What of an error reaches the log: its cause, and none of the secrets that SDKs hang onto errors.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../src/access/fault.ts';
import { loggedError, scrubbed } from '../src/logged-error.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl';

describe('an error in the log', () => {
  it('has its name, its message, its stack, and plain facts', () => {
    const error = Object.assign(new TypeError('broke'), {
      code: 'ECONNRESET',
      statusCode: 502,
      retried: true,
    });
    const { stack, ...rest } = loggedError(error);
    assert.match(String(stack), /logged-error\.test/);
    assert.deepEqual(rest, {
      type: 'TypeError',
      message: 'broke',
      code: 'ECONNRESET',
      statusCode: 502,
      retried: true,
    });
  });

  it('has its causes, and ends where an error is its own', () => {
    const inner = new Error('inner');
    inner.cause = inner;
    const logged = JSON.stringify(loggedError(new Fault('unavailable', 'outer', { cause: inner })));
    assert.deepEqual(
      [/"code":"unavailable"/.test(logged), logged.match(/"message":"inner"/g)?.length],
      [true, 5],
    );
  });

  it('has the errors of several tries', () => {
    const logged = loggedError(new AggregateError([new Error('first'), 'second'], 'all failed'));
    assert.match(JSON.stringify(logged), /"first".*"second"/);
  });

  const secrets: readonly (readonly [where: string, error: Error])[] = [
    [
      'in the headers of a request',
      Object.assign(new Error('x'), { request: { headers: { authorization: `Bearer ${token}` } } }),
    ],
    ['in a list', Object.assign(new Error('x'), { details: [token] })],
    ['under a telling name', Object.assign(new Error('x'), { accessToken: 'hunter2-hunter2' })],
    ['in settings', Object.assign(new Error('x'), { config: { password: 'hunter2-hunter2' } })],
    ['quoted in the message', new Error(`Authorization: Bearer ${token} was refused`)],
    ['in a message, without its scheme', new Error(`jwt ${token} expired`)],
    ['in a URL', new Error('cannot reach postgres://jit:hunter2-hunter2@db.example.com:5432/jit')],
    ['in a cause', new Error('x', { cause: new Error(`bearer ${token}`) })],
    ['in a plain property', Object.assign(new Error('x'), { url: 'https://u:hunter2-hunter2@example.com' })],
  ];
  for (const [where, error] of secrets)
    it(`has no secret that stands ${where}`, () =>
      assert.doesNotMatch(JSON.stringify(loggedError(error)), /hunter2|eyJ|c2lnbmF0dXJl/));

  it('is written whatever was thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        // What cannot be made a text is nothing that a log could hold.
        fc.pre(isText(thrown));
        assert.equal(typeof loggedError(thrown).message, 'string');
      }),
    );
  });

  it('leaves other text as it is', () => {
    for (const text of ['see https://example.com/a:b@c', 'Bearer', 'port 3389 of web-01'])
      assert.equal(scrubbed(text), text);
  });
});

const isText = (thrown: unknown): boolean => {
  try {
    return typeof String(thrown) === 'string';
  } catch {
    return false;
  }
};
