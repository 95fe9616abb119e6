// Lists that are read without the SDK's models: asked for as the SDK asks, and understood as it understands them.
import assert from 'node:assert/strict';
import type { z } from 'zod';
import { development, production } from '../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { createArm } from '../../src/azure/arm.ts';
import { interfaceShape } from '../../src/azure/network-interface.ts';
import { listsOf, publicAddressShape, virtualMachineShape } from '../../src/azure/subscription-lists.ts';
import { all, sdkFor } from '../sandbox/azure/clients.ts';
import { lists as paths, subscriptionId } from '../support/arm-bodies.ts';
import { type ArmServer, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

type Kind = 'interfaces' | 'publicAddresses' | 'virtualMachines';
const sdkLists: Readonly<
  Record<Kind, { shape: z.ZodType; list: (sdk: ReturnType<typeof sdkFor>) => AsyncIterable<unknown> }>
> = {
  interfaces: { shape: interfaceShape, list: ({ network }) => network.networkInterfaces.listAll() },
  publicAddresses: {
    shape: publicAddressShape,
    list: ({ network }) => network.publicIPAddresses.listAll(),
  },
  virtualMachines: {
    shape: virtualMachineShape,
    list: ({ compute }) => compute.virtualMachines.listAll(),
  },
};
const kinds = Object.entries(sdkLists) as [Kind, (typeof sdkLists)[Kind]][];
const listsAt = (origin: string, id: string) =>
  listsOf(createArm({ cloud: 'public', armEndpoint: origin, timeLimitMilliseconds: 5000 }), id);
/** Without what is undefined: the SDK writes down what Azure left out. */
const understood = (shape: z.ZodType, one: unknown): unknown => JSON.parse(JSON.stringify(shape.parse(one)));
const everything = (page: readonly unknown[]) => page;

describe('A list read as it is sent', () => {
  describe('beside the SDK', () => {
    let simulator: AzureSimulator;
    beforeEach(async () => {
      simulator = await startAzureSimulator({ pageSize: 2 });
    });
    afterEach(() => simulator.close());

    for (const [kind, { shape, list }] of kinds)
      it(`holds the same ${kind}, over all pages`, async () => {
        const ours = await listsAt(simulator.url, production)[kind](everything);
        const theirs = await all(list(sdkFor(simulator.url)));
        assert.ok(ours.length > 2, `${ours.length} of them`);
        assert.deepEqual(
          ours.map((one) => understood(shape, one)),
          theirs.map((one) => understood(shape, one)),
        );
      });

    it('is of the subscription that was asked for', async () => {
      const names = await listsAt(simulator.url, development).virtualMachines(everything);
      assert.ok(names.length > 0);
      for (const one of names) assert.ok(virtualMachineShape.parse(one).id.includes(development));
    });
  });

  describe('of a server that answers what it is told', () => {
    let server: ArmServer;
    beforeEach(async () => {
      server = await startArmServer();
    });
    afterEach(() => server.close());
    const nics = () => listsAt(server.origin, subscriptionId).interfaces(everything);

    for (const [kind, { list }] of kinds)
      it(`asks for ${kind} as the SDK does, pages and versions among it`, async () => {
        const type = {
          interfaces: 'nics',
          publicAddresses: 'publicAddresses',
          virtualMachines: 'virtualMachines',
        }[kind] as keyof typeof paths;
        const path = paths[type].replace(subscriptionId, production);
        server.answer('GET', path, ({ query }) => ({
          body: {
            value: [],
            // The second link names no version, the third another one.
            ...(query.page === undefined && { nextLink: `https://management.azure.com${path}?page=2%2F%3D` }),
            ...(query.page === '2/=' && {
              nextLink: `https://management.azure.com${path}?api-version=1999-01-01&page=3`,
            }),
          },
        }));
        const asked = () => server.received.map(({ method, path, query }) => ({ method, path, query }));

        await all(list(sdkFor(server.origin)));
        const theirs = asked();
        await listsAt(server.origin, production)[kind](everything);
        const ours = asked().slice(theirs.length);

        assert.deepEqual(
          theirs.map(({ query }) => query.page),
          [undefined, '2/=', '3'],
        );
        assert.deepEqual(ours.slice(0, 2), theirs.slice(0, 2));
        assert.equal(ours[2]?.query.page, '3');
      });

    for (const nextLink of [null, ''])
      it(`ends where the link is ${JSON.stringify(nextLink)}`, async () => {
        server.answer('GET', paths.nics, {
          body: { value: [{ id: 'a', properties: { primary: true } }], nextLink },
        });
        assert.deepEqual(await nics(), [{ id: 'a', primary: true }]);
        assert.equal(server.received.length, 1);
      });

    it('goes by the resource itself where its properties say something else of the same name', async () => {
      server.answer('GET', paths.nics, { body: { value: [{ id: 'a', properties: { id: 'b' } }] } });
      assert.deepEqual(await nics(), [{ id: 'a' }]);
    });

    const unreadable = [
      ['an object without a list', {}],
      ['a list by itself', []],
      ['null', null],
      ['a list that is none', { value: { 0: {} } }],
      ['a link that is no text', { value: [], nextLink: 2 }],
      ['a link that leads nowhere', { value: [], nextLink: 'page 2' }],
    ] as const;
    for (const [what, body] of unreadable)
      it(`is refused where it is ${what}`, async () => {
        server.answer('GET', paths.nics, { body });
        assert.deepEqual(briefly(await thrownBy(nics())), {
          code: 'unavailable',
          message: 'Azure sent an answer that the bot cannot read.',
        });
      });

    for (const [type, message] of [
      ['application/json', 'Azure had an error of its own (HTTP 200).'],
      ['application/problem+json', 'Azure sent an answer that the bot cannot read.'],
    ] as const)
      it(`is refused where it is ${type} and cut off`, async () => {
        server.answer('GET', paths.nics, {
          headers: { 'content-type': type },
          body: '{"value": [{"id": "a"}',
        });
        assert.deepEqual(briefly(await thrownBy(nics())), { code: 'unavailable', message });
      });
  });
});
