// The roles of JIT Access, and who they are given to. Written by `npm run roles -- write`: changes here are lost.
// How to use it: docs/roles.md.
targetScope = 'subscription'

@description('Where the roles may be given: this subscription, and all others that the bot works in.')
param assignableScopes array = [
  subscription().id
]

@description('Object id of the bot\'s identity, such as principalId of a managed identity. Empty: the roles are made, and given to nobody.')
param botPrincipalId string = ''

@description('Gives the bot what SETUP=on needs, too.')
param setup bool = false

@description('Gives the bot what REVOKE=delete-rule needs, too.')
param revoke bool = false

resource jitRequester 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, 'jit-access', 'jit-requester')
  properties: {
    roleName: 'JIT requester without the bot'
    description: 'Asks for just-in-time access to virtual machines past the bot: from the portal, a script or a pipeline. Nobody approves there, and no access policy of the bot is asked.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Compute/virtualMachines/read'
          'Microsoft.Network/networkInterfaces/*/read'
          'Microsoft.Network/networkInterfaces/read'
          'Microsoft.Network/publicIPAddresses/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/*/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/read'
        ]
        notActions: []
      }
    ]
    assignableScopes: assignableScopes
  }
}

resource bot 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, 'jit-access', 'bot')
  properties: {
    roleName: 'JIT Access bot'
    description: 'What the bot JIT Access needs to find machines, ask for just-in-time access and watch NSG rules. Writes no rule and no policy.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Compute/virtualMachines/read'
          'Microsoft.Network/networkInterfaces/*/read'
          'Microsoft.Network/networkInterfaces/read'
          'Microsoft.Network/networkSecurityGroups/read'
          'Microsoft.Network/publicIPAddresses/read'
          'Microsoft.Network/virtualNetworks/subnets/read'
          'Microsoft.Resources/subscriptions/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/*/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/read'
          'Microsoft.Security/pricings/read'
        ]
        notActions: []
      }
    ]
    assignableScopes: assignableScopes
  }
}

resource botWithSetup 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, 'jit-access', 'bot-with-setup')
  properties: {
    roleName: 'JIT Access bot with setup'
    description: 'JIT Access bot, and what SETUP=on needs: writing just-in-time policies and turning on Defender for Servers.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Compute/virtualMachines/read'
          'Microsoft.Compute/virtualMachines/write'
          'Microsoft.Network/networkInterfaces/*/read'
          'Microsoft.Network/networkInterfaces/read'
          'Microsoft.Network/networkSecurityGroups/read'
          'Microsoft.Network/publicIPAddresses/read'
          'Microsoft.Network/virtualNetworks/subnets/read'
          'Microsoft.Resources/subscriptions/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/*/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/write'
          'Microsoft.Security/pricings/read'
          'Microsoft.Security/pricings/write'
        ]
        notActions: []
      }
    ]
    assignableScopes: assignableScopes
  }
}

resource botWithRevoke 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, 'jit-access', 'bot-with-revoke')
  properties: {
    roleName: 'JIT Access bot with revoke'
    description: 'JIT Access bot, and what REVOKE=delete-rule needs: deleting NSG rules to end access early.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Compute/virtualMachines/read'
          'Microsoft.Network/locations/operations/read'
          'Microsoft.Network/networkInterfaces/*/read'
          'Microsoft.Network/networkInterfaces/read'
          'Microsoft.Network/networkSecurityGroups/read'
          'Microsoft.Network/networkSecurityGroups/securityRules/delete'
          'Microsoft.Network/networkSecurityGroups/securityRules/read'
          'Microsoft.Network/publicIPAddresses/read'
          'Microsoft.Network/virtualNetworks/subnets/read'
          'Microsoft.Resources/subscriptions/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/*/read'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/read'
          'Microsoft.Security/pricings/read'
        ]
        notActions: []
      }
    ]
    assignableScopes: assignableScopes
  }
}

resource vmOperator 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, 'jit-access', 'vm-operator')
  properties: {
    roleName: 'VM operator without network rules'
    description: 'Runs virtual machines and their disks, and reads everything. Cannot write NSG rules, take an NSG away, ask for just-in-time access past the bot, or run commands inside a machine.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          '*/read'
          'Microsoft.Compute/disks/*'
          'Microsoft.Compute/snapshots/*'
          'Microsoft.Compute/virtualMachines/*'
          'Microsoft.Support/*'
        ]
        notActions: [
          'Microsoft.Compute/virtualMachines/extensions/write'
          'Microsoft.Compute/virtualMachines/runCommand/action'
          'Microsoft.Compute/virtualMachines/runCommands/write'
          'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action'
          'Microsoft.Network/networkInterfaces/delete'
          'Microsoft.Network/networkInterfaces/join/action'
          'Microsoft.Network/networkInterfaces/write'
          'Microsoft.Network/networkManagers/*'
          'Microsoft.Network/networkSecurityGroups/delete'
          'Microsoft.Network/networkSecurityGroups/join/action'
          'Microsoft.Network/networkSecurityGroups/securityRules/delete'
          'Microsoft.Network/networkSecurityGroups/securityRules/write'
          'Microsoft.Network/networkSecurityGroups/write'
          'Microsoft.Network/virtualNetworks/delete'
          'Microsoft.Network/virtualNetworks/join/action'
          'Microsoft.Network/virtualNetworks/subnets/delete'
          'Microsoft.Network/virtualNetworks/subnets/join/action'
          'Microsoft.Network/virtualNetworks/subnets/write'
          'Microsoft.Network/virtualNetworks/write'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/delete'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'
          'Microsoft.Security/locations/jitNetworkAccessPolicies/write'
        ]
      }
    ]
    assignableScopes: assignableScopes
  }
}

resource botGiven 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(botPrincipalId)) {
  name: guid(subscription().id, botPrincipalId, 'jit-access', 'bot')
  properties: {
    roleDefinitionId: bot.id
    principalId: botPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource botWithSetupGiven 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(botPrincipalId) && setup) {
  name: guid(subscription().id, botPrincipalId, 'jit-access', 'bot-with-setup')
  properties: {
    roleDefinitionId: botWithSetup.id
    principalId: botPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource botWithRevokeGiven 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(botPrincipalId) && revoke) {
  name: guid(subscription().id, botPrincipalId, 'jit-access', 'bot-with-revoke')
  properties: {
    roleDefinitionId: botWithRevoke.id
    principalId: botPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('Ids of the roles, to be given to people and identities.')
output roleIds object = {
  jitRequester: jitRequester.id
  bot: bot.id
  botWithSetup: botWithSetup.id
  botWithRevoke: botWithRevoke.id
  vmOperator: vmOperator.id
}
