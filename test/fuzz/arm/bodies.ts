// What Azure sends, whole and then spoilt: JIT policies, interfaces, NSG rules as the SDK hands them out.
import fc from 'fast-check';
import { ids, jitPort, nic, policy, rule } from '../../support/arm-bodies.ts';
import { mutatedJson } from '../mutated-json.ts';

/** The SDKs lift what stands under `properties` up to the resource itself. */
const flat = <T extends { readonly properties: object }>({ properties, ...rest }: T): object => ({
  ...rest,
  ...properties,
});

const machineIds = [ids.machine, ids.machine.toUpperCase(), `${ids.machine}-2`, `${ids.machine}-3`];
const port = fc
  .record({
    number: fc.constantFrom(22, 3389, 5985),
    protocol: fc.constantFrom('*', 'TCP', 'udp'),
    allowedSourceAddressPrefix: fc.constantFrom('*', '203.0.113.0/24', '', null),
    allowedSourceAddressPrefixes: fc.constantFrom(undefined, [], ['203.0.113.7', '198.51.100.0/24']),
    maxRequestAccessDuration: fc.constantFrom('PT3H', 'PT1H30M', 'P1D', 'PT5M'),
  })
  .map((fields) => ({ ...jitPort(fields.number), ...fields }));
const machine = fc.record({
  id: fc.constantFrom(...machineIds),
  ports: fc.array(port, { maxLength: 3 }),
  reviewedBy: fc.constantFrom(undefined, 'pci-board', { level: [1, { deep: true }] }),
});
const request = fc.record({
  startTimeUtc: fc.constantFrom('2026-03-02T09:00:00.1234567Z', undefined),
  requestor: fc.constant(''),
  justification: fc.constantFrom('because', undefined),
  virtualMachines: fc.array(
    fc.record({
      id: fc.constantFrom(...machineIds),
      ports: fc.array(
        fc.record({
          number: fc.constantFrom(22, 3389),
          allowedSourceAddressPrefix: fc.constantFrom('203.0.113.7', '*'),
          endTimeUtc: fc.constantFrom('2026-03-02T10:00:00Z', 'soon'),
          status: fc.constantFrom('Initiated', 'Revoked'),
          statusReason: fc.constantFrom('UserRequested', 'Expired'),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});

const wholePolicy = fc
  .tuple(fc.array(machine, { maxLength: 4 }), fc.array(request, { maxLength: 2 }))
  .map(([machines, requests]) => policy(machines, requests));

/** As a GET answers, spoilt. */
export const anyPolicyAnswer = mutatedJson(wholePolicy);
/** As the SDK hands it out, spoilt. */
export const anyPolicy = mutatedJson(wholePolicy.map(flat));
export const anyInterface = mutatedJson(
  fc.constantFrom(
    flat({
      ...nic(),
      properties: {
        ...nic().properties,
        ipConfigurations: [{ privateIPAddress: '10.0.0.4', primary: true, subnet: { id: ids.subnet } }],
      },
    }),
  ),
);
export const anyRule = mutatedJson(
  fc
    .constantFrom('Allow', 'Deny')
    .map((access) => flat(rule('own', { access, sourceAddressPrefixes: ['198.51.100.0/24'] }))),
);
export const anyError = mutatedJson(
  fc.constantFrom(
    {
      statusCode: 403,
      code: 'AuthorizationFailed',
      message: `The client 'x' does not have authorization to perform action 'Microsoft.Security/x/initiate/action' over scope '/subscriptions/z'.`,
      details: { error: { code: 'AuthorizationFailed', message: '<b>raw</b>' } },
      response: { bodyAsText: '<html><body>502 Bad Gateway</body></html>' },
    },
    { statusCode: 400, code: 'BadRequest', message: 'The given access request is not a subset of policy.' },
    { statusCode: 429, code: 'TooMany', message: 'x', details: { code: 'RetryableError' } },
    { statusCode: 502, message: '<html>Bad Gateway</html>' },
  ),
);
