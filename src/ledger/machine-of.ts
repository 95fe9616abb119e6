// Which machine a request names, for finding it by machine.
import { type AccessRequest, sentOf } from '../domain/access-request.ts';

/** The machine of the form, or of what was sent; `undefined`: none is named (any more). */
export function machineOf(
  request: AccessRequest,
): { readonly id: string; readonly name: string } | undefined {
  if (request.state === 'draft') return request.asking.kind === 'form' ? request.asking.machine : undefined;
  return sentOf(request)?.terms.machine;
}
