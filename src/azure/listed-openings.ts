// What a JIT policy lists of openings, its own and those of machines that left it.
import { z } from 'zod';
import type { ListedOpening } from '../access/azure-ports.ts';
import { merged, text, texts } from './checked.ts';

/** What is missing or no time is not known. */
export const time = z.date().nullish().catch(undefined);

/** `properties.requests[]`: what is missing in an old entry must not hide the others. */
export const requestsShape = z.object({
  requests: z
    .array(
      z.object({
        startTimeUtc: time,
        justification: text,
        virtualMachines: z
          .array(
            z.object({
              id: text,
              ports: z
                .array(
                  z.object({
                    number: z.number().nullish(),
                    allowedSourceAddressPrefix: text,
                    allowedSourceAddressPrefixes: texts,
                    endTimeUtc: time,
                    status: text,
                    statusReason: text,
                  }),
                )
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

type JitRequest = NonNullable<z.infer<typeof requestsShape>['requests']>[number];

/** All that a policy lists, one entry per machine and port. */
export const openingsOf = ({ requests }: z.infer<typeof requestsShape>): ListedOpening[] =>
  (requests ?? []).flatMap(openingsIn);

/** Without machine, port or end it cannot be one of ours: we always send them. */
function openingsIn({ startTimeUtc, justification, virtualMachines }: JitRequest): ListedOpening[] {
  return (virtualMachines ?? []).flatMap(({ id, ports }) =>
    (ports ?? []).flatMap(({ number, endTimeUtc, status, statusReason, ...port }) => {
      if (!id || number == null || endTimeUtc == null) return [];
      return {
        machineId: id.toLowerCase(),
        port: number,
        sources: merged(port.allowedSourceAddressPrefix, port.allowedSourceAddressPrefixes),
        // It began at its end at the latest; any earlier guess could make it look older than the ask it belongs to.
        startedAt: (startTimeUtc ?? endTimeUtc).getTime(),
        endsAt: endTimeUtc.getTime(),
        status: status ?? '',
        statusReason: statusReason ?? '',
        justification: justification ?? '',
      };
    }),
  );
}
