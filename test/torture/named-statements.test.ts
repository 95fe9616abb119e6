import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNamedStatements } from './named-statements.ts';

const sized = (body: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
};
const message = (kind: string, ...words: readonly string[]): Buffer =>
  Buffer.concat([Buffer.from(kind), sized(Buffer.from([...words, ''].join('\0')))]);
const startup = sized(Buffer.from([0, 3, 0, 0, 0]));

describe('the texts of named statements', () => {
  it('are known each time a name is bound, and on this connection only', () => {
    const statements = createNamedStatements();
    statements.in(Buffer.concat([startup, message('P', 'jit0', 'select 1'), message('B', '', 'jit0', '7')]));
    assert.deepEqual(statements.in(message('B', '', 'jit0', '8')), ['select 1']);
    const other = createNamedStatements();
    assert.deepEqual(other.in(Buffer.concat([startup, message('B', '', 'jit0', '8')])), []);
  });

  it('leave out what has no name, which is sent in full each time', () => {
    const statements = createNamedStatements();
    const sent = [startup, message('P', '', 'select 2'), message('B', '', ''), message('Q', 'select 3')];
    assert.deepEqual(statements.in(Buffer.concat(sent)), []);
  });

  it('are the same wherever the messages are cut', () => {
    const sent = Buffer.concat([
      startup,
      message('P', 'a', 'select 1'),
      message('B', '', 'a'),
      message('P', 'b', 'select 2'),
      message('B', '', 'b'),
      message('B', '', 'a'),
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(sent.length)), (cuts) => {
        const statements = createNamedStatements();
        const at = [0, ...cuts.sort((one, other) => one - other), sent.length];
        const chunks = at.slice(1).map((end, index) => sent.subarray(at[index], end));
        assert.deepEqual(
          chunks.flatMap((chunk) => statements.in(chunk)),
          ['select 1', 'select 2', 'select 1'],
        );
      }),
    );
  });
});
