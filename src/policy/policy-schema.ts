// The JSON Schema of a policy file, for editors. docs/access-policy.schema.json holds what this returns.
import { z } from 'zod';
import { fileShape } from './file-shape.ts';

/** The schema as text, ready to be written to a file. */
export const policySchemaText = (): string =>
  `${JSON.stringify(
    {
      ...z.toJSONSchema(fileShape, { io: 'input' }),
      title: 'JIT Access: access policy',
      description: 'Who may open what, and who must agree. See docs/access-policy.md.',
    },
    null,
    2,
  )}\n`;
