// The hosts of Microsoft's that the bot speaks to in the public cloud.

export const microsoftHosts: readonly string[] = [
  'login.botframework.com',
  'login.microsoftonline.com',
  'smba.trafficmanager.net',
  'management.azure.com',
  'graph.microsoft.com',
];
