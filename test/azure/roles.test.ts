// The roles of infra/roles: what they give, what they must not give, and which one has what is missing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { setupRole } from '../../cards/setup/setup-words.ts';
import { features, featuresOn } from '../../src/access/rights-port.ts';
import { askedBesides, azureCalls } from '../../src/azure/actions.ts';
import { actionsFor, allRoles, roleDefinitions, rolesWith } from '../../src/azure/roles.ts';
import { allows } from '../../src/domain/rights/permission.ts';

const { bot, botWithRevoke, botWithSetup, operator, requester } = roleDefinitions;
const jit = 'Microsoft.Security/locations/jitNetworkAccessPolicies';
const writers = [
  `${jit}/write`,
  'Microsoft.Security/pricings/write',
  'Microsoft.Compute/virtualMachines/write',
  'Microsoft.Network/networkSecurityGroups/securityRules/write',
  'Microsoft.Network/networkSecurityGroups/securityRules/delete',
  'Microsoft.Network/networkSecurityGroups/write',
];

describe('the catalogue of Azure calls', () => {
  it('has each action once, and some for each feature', () => {
    const actions = azureCalls.map(({ action }) => action);
    assert.deepEqual(actions, [...new Set(actions)]);
    for (const feature of features) assert.ok(actionsFor([feature]).length > 0, feature);
  });

  it('says of a feature that it goes on without only where the feature needs it', () => {
    for (const { action, why, without = {} } of [...azureCalls, ...askedBesides])
      assert.deepEqual(
        Object.keys(without).filter((feature) => !(feature in why)),
        [],
        action,
      );
  });
});

describe('the roles', () => {
  for (const role of allRoles)
    describe(role.name, () => {
      it('is one that Azure takes: known providers, one star an action, nothing twice, a short description', () => {
        const all = [...role.actions, ...role.notActions];
        for (const action of all)
          assert.match(
            action,
            /^(\*|Microsoft\.(Authorization|Compute|Network|Resources|Security|Support))\/[\w/*]+$/,
          );
        assert.deepEqual(
          all.filter((action) => action.split('*').length > 2),
          [],
        );
        assert.equal(new Set(all).size, all.length);
        assert.ok(role.description.length <= 1024 && role.name.length <= 128);
      });

      it('names nothing that is in no list of Azure’s', () => {
        const unnameable = azureCalls.filter(({ inNoRole }) => inNoRole).map(({ action }) => action);
        assert.ok(unnameable.length > 0);
        assert.deepEqual(
          unnameable.filter((action) => role.actions.includes(action)),
          [],
        );
      });
    });

  const writing: readonly (readonly [typeof bot, readonly string[]])[] = [
    [requester, []],
    [bot, []],
    [
      botWithSetup,
      [`${jit}/write`, 'Microsoft.Security/pricings/write', 'Microsoft.Compute/virtualMachines/write'],
    ],
    [botWithRevoke, ['Microsoft.Network/networkSecurityGroups/securityRules/delete']],
  ];
  for (const [role, may] of writing)
    it(`${role.name} may write ${may.join(', ') || 'nothing'}`, () =>
      assert.deepEqual(
        writers.filter((action) => allows([role], action)),
        may,
      ));

  it('give the bot what it is set up for, and nothing that nothing needs', () => {
    for (const revoke of [false, true])
      for (const setup of [false, true]) {
        const given = [bot, ...(revoke ? [botWithRevoke] : []), ...(setup ? [botWithSetup] : [])];
        assert.deepEqual(
          [...new Set(given.flatMap(({ actions }) => actions))].sort(),
          actionsFor(featuresOn({ revoke, setup })),
        );
      }
  });
});

describe('VM operator without network rules', () => {
  const pastJit = [
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    'Microsoft.Network/networkSecurityGroups/write',
    'Microsoft.Network/networkSecurityGroups/delete',
    'Microsoft.Network/networkSecurityGroups/join/action',
    'Microsoft.Network/networkInterfaces/write',
    'Microsoft.Network/networkInterfaces/join/action',
    'Microsoft.Network/virtualNetworks/subnets/write',
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'Microsoft.Network/virtualNetworks/write',
    'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules/write',
    'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action',
    `${jit}/write`,
    `${jit}/delete`,
    `${jit}/initiate/action`,
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'Microsoft.Compute/virtualMachines/runCommands/write',
    'Microsoft.Compute/virtualMachines/extensions/write',
    'Microsoft.Authorization/roleAssignments/write',
  ];

  it('lets nobody open a port, ask past the bot, or get into a machine by another way', () =>
    assert.deepEqual(
      pastJit.filter((action) => allows([operator], action)),
      [],
    ));

  it('lets people do their work', () => {
    const work = [
      'start/action',
      'restart/action',
      'deallocate/action',
      'read',
      'write',
      'instanceView/read',
    ];
    const needed = [
      ...work.map((one) => `Microsoft.Compute/virtualMachines/${one}`),
      'Microsoft.Network/networkSecurityGroups/read',
      'Microsoft.Compute/disks/write',
    ];
    assert.deepEqual(
      needed.filter((action) => !allows([operator], action)),
      [],
    );
  });

  it('stays so when somebody adds anything of the network or of Defender to it', () => {
    const network = pastJit.filter((action) => !action.startsWith('Microsoft.Authorization'));
    const wide = fc.constantFrom(
      '*',
      '*/write',
      '*/action',
      'Microsoft.Network/*',
      'Microsoft.Security/*',
      ...network,
    );
    fc.assert(
      fc.property(fc.array(wide), fc.constantFrom(...network), (added, action) => {
        assert.equal(allows([{ ...operator, actions: [...operator.actions, ...added] }], action), false);
      }),
    );
  });

  it('loses to a wider role beside it, as docs/roles.md warns', () => {
    const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/write'] };
    assert.ok(allows([operator, contributor], pastJit[0] ?? ''));
  });
});

describe('the role to be given', () => {
  const ofSetup = [`${jit}/write`, 'Microsoft.Compute/virtualMachines/write'];
  const ofRevoke = ['Microsoft.Network/networkSecurityGroups/securityRules/delete'];
  const ofBot = ['Microsoft.Network/networkSecurityGroups/read'];
  const table: readonly [string, readonly string[], readonly string[]][] = [
    ['is none where nothing is missing', [], []],
    ['is the bot’s own for what every bot needs', ofBot, ['JIT Access bot']],
    ['is the one with setup', ofSetup, ['JIT Access bot with setup']],
    [
      'is the one with revoke, which has the rest, too',
      [...ofBot, ...ofRevoke],
      ['JIT Access bot with revoke'],
    ],
    [
      'is both for both',
      [...ofRevoke, ...ofSetup],
      ['JIT Access bot with setup', 'JIT Access bot with revoke'],
    ],
  ];
  for (const [is, missing, names] of table)
    it(is, () =>
      assert.deepEqual(
        rolesWith(missing).map(({ name }) => name),
        names,
      ),
    );

  it('is the one that the cards of setting JIT up name, for every right that they can lack', () => {
    const rights = actionsFor(['list', 'watch', 'status', 'setup', 'defender']);
    assert.deepEqual(
      rights.filter((action) => !allows([roleDefinitions.botWithSetup], action)),
      [],
    );
    assert.deepEqual(rolesWith(['Microsoft.Security/pricings/write']), [setupRole]);
  });
});
