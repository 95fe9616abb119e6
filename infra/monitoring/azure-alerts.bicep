// The most urgent alerts of JIT Access for Azure Monitor, where APPLICATIONINSIGHTS_CONNECTION_STRING is set.
// What each means and what to do: docs/operations.md. Not compiled and not deployed where this was written.

@description('Resource id of the Application Insights component that the bot sends to.')
param componentId string

@description('Resource ids of the action groups that are told.')
param actionGroupIds array

@description('Where the rules are kept: the region of the component.')
param location string = resourceGroup().location

// Metrics of OpenTelemetry are rows of customMetrics; each replica sends one every 30 seconds.
var alerts = [
  {
    name: 'JitAccessGrantOverdue'
    severity: 0
    query: 'customMetrics | where name == "jit_access_grants_overdue" | summarize Value = max(valueMax) by bin(timestamp, 5m)'
    threshold: 0
  }
  {
    name: 'JitAccessDatabaseDown'
    severity: 0
    query: 'customMetrics | where name == "jit_access_database_up" | summarize Value = 1 - max(valueMax) by bin(timestamp, 5m)'
    threshold: 0
  }
  {
    name: 'JitAccessBehind'
    severity: 0
    query: 'customMetrics | where name == "jit_access_requests_behind_seconds" | summarize Value = max(valueMax) by bin(timestamp, 5m)'
    threshold: 60
  }
  {
    name: 'JitAccessOpeningLate'
    severity: 2
    query: 'customMetrics | where name == "jit_access_grants_late" | summarize Value = max(valueMax) by bin(timestamp, 5m)'
    threshold: 0
  }
  {
    name: 'JitAccessTeamsQueueStuck'
    severity: 2
    query: 'customMetrics | where name == "jit_access_teams_queue_oldest_seconds" | summarize Value = max(valueMax) by bin(timestamp, 5m)'
    threshold: 300
  }
  {
    name: 'JitAccessProblem'
    severity: 2
    query: 'customMetrics | where name == "jit_access_problems" | summarize Value = max(valueMax) by bin(timestamp, 5m)'
    threshold: 0
  }
]

// https://learn.microsoft.com/azure/templates/microsoft.insights/2021-08-01/scheduledqueryrules
resource rules 'Microsoft.Insights/scheduledQueryRules@2021-08-01' = [for alert in alerts: {
  name: alert.name
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: alert.name
    description: 'What it means and what to do: docs/operations.md#${toLower(alert.name)}'
    severity: alert.severity
    enabled: true
    autoMitigate: true
    scopes: [
      componentId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: alert.query
          metricMeasureColumn: 'Value'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: alert.threshold
          failingPeriods: {
            minFailingPeriodsToAlert: 1
            numberOfEvaluationPeriods: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: actionGroupIds
    }
  }
}]

// The bot tells nothing at all: no row is no value, so that is asked by itself.
resource silence 'Microsoft.Insights/scheduledQueryRules@2021-08-01' = {
  name: 'JitAccessNoMetrics'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'JitAccessNoMetrics'
    description: 'What it means and what to do: docs/operations.md#jitaccessnometrics'
    severity: 0
    enabled: true
    autoMitigate: true
    scopes: [
      componentId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "jit_access_database_up"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: {
            minFailingPeriodsToAlert: 1
            numberOfEvaluationPeriods: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: actionGroupIds
    }
  }
}
