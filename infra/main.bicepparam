// An example. Change it in place (your clone's is yours) and deploy with it: docs/deploy.md.
using './main.bicep'

param registryName = 'crjitaccess'

param image = 'jit-access:0.1.0'

param accessPolicy = loadTextContent('access-policy.yaml')

param subscriptions = [
  '00000000-0000-0000-0000-000000000001'
]

param admins = [
  '00000000-0000-0000-0000-0000000000aa'
]
