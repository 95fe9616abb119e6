// The running bot: an environment of Container Apps in the network, and the app in it.

@description('Region.')
param location string

@description('What names begin with.')
param name string

@description('The identity that the bot runs as, in this resource group.')
param identityName string

@description('Subnet for the environment alone.')
param subnetId string

@description('Log Analytics workspace.')
param logsId string

@description('Container registry in this resource group.')
param registryName string

@description('Image in it, with tag or digest.')
param image string

@description('How many run, always.')
param replicas int

@description('Networks that may reach it; empty: everybody.')
param allowedSources string[]

@description('Text of the access policy.')
param accessPolicy string

@description('More settings of the bot, by name: docs/configuration.md.')
param settings object

var more = [for setting in items(settings): {
  name: setting.key
  value: setting.value
}]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, 'AcrPull')
  properties: {
    // AcrPull.
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource place 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-${name}'
  location: location
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    appLogsConfiguration: {
      // By a diagnostic setting: the other way, straight into a workspace, takes its key.
      destination: 'azure-monitor'
    }
  }
}

resource kept 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: place
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
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: place.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
        ipSecurityRestrictions: [for (source, index) in allowedSources: {
          name: 'allowed-${index}'
          action: 'Allow'
          ipAddressRange: source
        }]
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      // Not secret at all: it is how a text becomes a file.
      secrets: [
        {
          name: 'access-policy'
          value: accessPolicy
        }
      ]
    }
    template: {
      // The bot takes up to 20 to finish what is under way.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'bot'
          image: '${registry.properties.loginServer}/${image}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat([
            {
              name: 'MicrosoftAppId'
              value: identity.properties.clientId
            }
            {
              name: 'MicrosoftAppType'
              value: 'UserAssignedMSI'
            }
            {
              name: 'MicrosoftAppTenantId'
              value: identity.properties.tenantId
            }
            {
              name: 'PORT'
              value: '3978'
            }
            {
              name: 'PUBLIC_URL'
              value: 'https://${name}.${place.properties.defaultDomain}'
            }
            {
              name: 'ACCESS_POLICY'
              value: '/policy/access-policy.yaml'
            }
            {
              // Nobody reads it. A changed policy makes a new revision by it; the replicas would go on with the old file.
              name: 'ACCESS_POLICY_MARK'
              value: uniqueString(accessPolicy)
            }
            {
              // Which identity @azure/identity uses, and that it looks for no developer's sign-in.
              name: 'AZURE_CLIENT_ID'
              value: identity.properties.clientId
            }
            {
              name: 'AZURE_TOKEN_CREDENTIALS'
              value: 'prod'
            }
          ], more)
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 10
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
          volumeMounts: [
            {
              volumeName: 'policy'
              mountPath: '/policy'
            }
          ]
        }
      ]
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      volumes: [
        {
          name: 'policy'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'access-policy'
              path: 'access-policy.yaml'
            }
          ]
        }
      ]
    }
  }
  dependsOn: [
    mayPull
  ]
}

@description('Where it is reached.')
output url string = 'https://${app.properties.configuration.ingress.fqdn}'
