// The network: a subnet for the app, and one for the database that only the app reaches.

@description('Region.')
param location string

@description('What names begin with.')
param name string

@description('Both subnets lie in it.')
param addressSpace string

@description('For the environment of the app.')
param appNetwork string

@description('For the database.')
param databaseNetwork string

resource databaseRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${name}-database'
  location: location
  properties: {
    securityRules: [
      {
        name: 'AppToDatabase'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: appNetwork
          sourcePortRange: '*'
          destinationAddressPrefix: databaseNetwork
          destinationPortRange: '5432'
        }
      }
      {
        // The server and its standby.
        name: 'DatabaseToItself'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: databaseNetwork
          sourcePortRange: '*'
          destinationAddressPrefix: databaseNetwork
          destinationPortRange: '*'
        }
      }
      {
        name: 'NobodyElse'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${name}'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressSpace
      ]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: appNetwork
          delegations: [
            {
              name: 'app'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: databaseNetwork
          networkSecurityGroup: {
            id: databaseRules.id
          }
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource database 'subnets' existing = {
    name: 'database'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: 'vnet-${name}'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

@description('Subnet of the app.')
output appSubnetId string = network::app.id

@description('Subnet of the database.')
output databaseSubnetId string = network::database.id

@description('Zone in which the name of the database lives.')
output zoneId string = zone.id
