// JIT Access in Azure: Container Apps, PostgreSQL, the bot's registration and its rights, without a key or password anywhere.
// docs/deploy.md goes through it step by step, and says what of it was checked.
targetScope = 'resourceGroup'

@description('Region of all that has one.')
param location string = resourceGroup().location

@description('What names begin with: lower case letters, digits and hyphens.')
@minLength(3)
@maxLength(20)
param name string = 'jit-access'

@description('Container registry in this resource group, made beforehand, that holds the image.')
param registryName string

@description('The image in that registry with its tag or, better, its digest, such as jit-access@sha256:…')
param image string

@description('The access policy: the whole text of the YAML file.')
param accessPolicy string

@description('Subscriptions in which the bot works, by id. It gets its roles there, and looks nowhere else.')
param subscriptions string[] = [
  subscription().subscriptionId
]

@description('Entra object ids of admins. More can be named in the access policy.')
param admins string[] = []

@description('The bot may end a grant early by deleting its Allow rule.')
param revoke bool = false

@description('Admins may set JIT up from chat. Gives the bot a wide role: docs/roles.md.')
param setup bool = false

@description('The access policy may name Entra groups. Needs permissions of Microsoft Graph that Bicep cannot give: docs/configuration.md.')
param entraGroups bool = false

@description('How many replicas run, always.')
@minValue(1)
@maxValue(10)
param replicas int = 2

@description('Networks that may reach the bot, as CIDRs, Teams among them. Empty: everybody, and the bot tells by their tokens who is Teams.')
param allowedSources string[] = []

@description('Networks of the ingress that the address page may believe: docs/deploy.md says how to find them. Empty: it believes nobody.')
param trustedProxies string[] = []

@description('More settings of the bot as texts, by name: docs/configuration.md. None that modules/app.bicep sets itself, and none that has a parameter here and roles with it (REVOKE, SETUP, ENTRA_GROUPS). No place for secrets.')
param moreSettings object = {}

@description('Network for the environment of the app, /27 or wider, that nothing else uses.')
param appNetwork string = '10.64.0.0/26'

@description('Network for the database, /28 or wider, in the same /24.')
param databaseNetwork string = '10.64.0.64/28'

@description('Both lie in it.')
param addressSpace string = '10.64.0.0/24'

@description('Compute of the database server.')
param databaseSku object = {
  name: 'Standard_B1ms'
  tier: 'Burstable'
}

@description('A standby in another zone. Needs a larger databaseSku than a burstable one, and a region with zones.')
param databaseStandby bool = false

@description('How many days back the database can be restored to any moment.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('How many days logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 90

var scopes = [for id in subscriptions: '/subscriptions/${id}']

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
    features: {
      disableLocalAuth: true
    }
  }
}

module network 'modules/network.bicep' = {
  name: '${name}-network'
  params: {
    location: location
    name: name
    addressSpace: addressSpace
    appNetwork: appNetwork
    databaseNetwork: databaseNetwork
  }
}

module database 'modules/database.bicep' = {
  name: '${name}-database'
  params: {
    location: location
    name: name
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.zoneId
    identityName: identity.name
    identityPrincipalId: identity.properties.principalId
    logsId: logs.id
    sku: databaseSku
    standby: databaseStandby
    backupDays: backupDays
  }
}

module app 'modules/app.bicep' = {
  name: '${name}-app'
  params: {
    location: location
    name: name
    identityName: identity.name
    subnetId: network.outputs.appSubnetId
    logsId: logs.id
    registryName: registryName
    image: image
    replicas: replicas
    allowedSources: allowedSources
    accessPolicy: accessPolicy
    settings: union({
      AZURE_SUBSCRIPTIONS: join(subscriptions, ',')
      DATABASE_URL: 'postgres://${identity.name}@${database.outputs.host}:5432/${database.outputs.database}?sslmode=verify-full'
      DATABASE_SIGN_IN: 'entra'
      ENTRA_GROUPS: entraGroups ? 'graph' : 'off'
      JIT_ADMINS: join(admins, ',')
      REVOKE: revoke ? 'delete-rule' : 'off'
      SETUP: setup ? 'on' : 'off'
      TEAMS_MESSAGES_PER_SECOND: string(30 / replicas)
      TRUSTED_PROXIES: join(trustedProxies, ',')
    }, moreSettings)
  }
}

module bot 'modules/bot.bicep' = {
  name: '${name}-bot'
  params: {
    name: name
    identityName: identity.name
    endpoint: '${app.outputs.url}/api/messages'
  }
}

// One after the other: the roles are the tenant's, and each deployment writes them.
@batchSize(1)
module roles 'roles/roles.bicep' = [for id in subscriptions: {
  name: '${name}-roles-${uniqueString(id)}'
  scope: subscription(id)
  params: {
    assignableScopes: scopes
    botPrincipalId: identity.properties.principalId
    revoke: revoke
    setup: setup
  }
}]

@description('For the Teams app: the id of the bot.')
output botAppId string = identity.properties.clientId

@description('Where people and Teams reach the bot.')
output url string = app.outputs.url

@description('Object id of the bot, for permissions of Microsoft Graph.')
output principalId string = identity.properties.principalId

@description('Host of the database, reachable from the network of the app only.')
output databaseHost string = database.outputs.host
