// The database: PostgreSQL that takes tokens of Microsoft Entra and no passwords, and has no public address.

@description('Region.')
param location string

@description('What names begin with.')
param name string

@description('Subnet for it alone.')
param subnetId string

@description('Private zone for its name, linked to the network.')
param zoneId string

@description('Name of the identity of the bot: its user.')
param identityName string

@description('Object id of that identity.')
param identityPrincipalId string

@description('Log Analytics workspace.')
param logsId string

@description('Compute: name and tier.')
param sku object

@description('A standby in another zone.')
param standby bool

@description('Days of backups.')
param backupDays int

var databaseName = 'jit_access'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  // The name is in a public name space.
  name: 'psql-${name}-${uniqueString(resourceGroup().id)}'
  location: location
  sku: sku
  properties: {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: standby ? 'ZoneRedundant' : 'Disabled'
    }
  }
}

resource books 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

// The only user there is at first; docs/audit.md says how to give the bot less than that.
resource bot 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: identityPrincipalId
  properties: {
    principalName: identityName
    principalType: 'ServicePrincipal'
    tenantId: tenant().tenantId
  }
  dependsOn: [
    // The server makes one change at a time.
    books
  ]
}

resource kept 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: server
  name: 'logs'
  properties: {
    workspaceId: logsId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
  dependsOn: [
    bot
  ]
}

@description('Its host.')
output host string = server.properties.fullyQualifiedDomainName

@description('The database on it.')
output database string = databaseName
