// Object ids of the local world's Entra directory: the chat and the Azure simulator speak of the same people and groups.

/** People, by first name. */
export const PERSON_IDS = {
  ada: 'a1d4c7e2-3b58-4f60-9c11-6e2f8a7b0d11',
  grace: 'b2e5d8f3-4c69-4a71-8d22-7f3a9b8c1e22',
  linus: 'c3f6e9a4-5d7a-4b82-9e33-8a4bac9d2f33',
  omar: 'd4a7fab5-6e8b-4c93-8f44-9b5cbdae3a44',
} as const;

/** Groups, by name. `cloud-operations` is the team's. */
export const GROUP_IDS = {
  'cloud-operations': 'e5b8acc6-7f9c-4da4-9a55-ac6dcebf4b55',
  'platform-engineers': '3a0d5c1e-9b72-4e64-8f1a-5d2c7b9e0f31',
  'sre-leads': '7c1f2e9d-4a85-4b36-9d0e-6a8b3c5f1e42',
  'all-engineers': '9e4b7d20-1f63-4c58-a2b7-0c9d8e6f5a53',
} as const;
