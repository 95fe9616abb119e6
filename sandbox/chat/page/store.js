// What the page knows: the server's state, kept live, and who is looking at what.

import { hearEvents } from './shared-events.js';

/** Short names for people and conversations, for the address bar and test hooks. */
export const slugOf = (name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
export const personSlug = (person) => slugOf(person.name.split(' ')[0]);
export const conversationSlug = (conversation) =>
  conversation.kind === 'personal' ? 'personal' : slugOf(conversation.name);

const READ_KEY = 'jit-sandbox-read';
const readMarks = () => {
  try {
    return JSON.parse(sessionStorage.getItem(READ_KEY) ?? '{}');
  } catch {
    return {};
  }
};

/** @param onChange called after every change; @param onTyping with the id of the conversation the bot types in */
export const createStore = (onChange, onTyping) => {
  const store = {
    online: false,
    people: [],
    conversations: [],
    bot: { name: 'JIT Access' },
    team: { name: '' },
    azure: false,
    messages: new Map(),
    person: undefined,
    conversation: undefined,
    /** `person:message` of clicks the bot has not answered yet. */
    pressing: new Set(),
    read: readMarks(),
  };
  let loadedOnce = false;
  /** News that came while the state was being fetched, which may be older. */
  let waiting = [];
  let loading = false;
  let loads = 0;

  const markRead = () => {
    const last = store.messagesOf(store.conversation).at(-1);
    if (!last || document.hidden) return;
    store.read[`${store.person.id} ${store.conversation.id}`] = last.id;
    sessionStorage.setItem(READ_KEY, JSON.stringify(store.read));
  };
  const changed = () => {
    if (store.person) markRead();
    onChange();
  };

  const load = async () => {
    loading = true;
    loads += 1;
    const mine = loads;
    const state = await (await fetch('/api/state')).json();
    // The stream opened again meanwhile: the later answer counts, and news wait for it.
    if (mine !== loads) return;
    const { messages, ...rest } = state;
    Object.assign(store, rest, { messages: new Map(messages.map((one) => [one.id, one])), online: true });
    if (!loadedOnce) {
      // Whatever is there when the page opens is old news for everybody.
      for (const { conversationId, id } of messages)
        for (const person of store.people) store.read[`${person.id} ${conversationId}`] ??= id;
    }
    loadedOnce = true;
    loading = false;
    for (const news of waiting) take(news);
    waiting = [];
    store.goTo(location.hash);
  };

  const take = (news) => {
    if (news.type === 'message') store.messages.set(news.message.id, news.message);
    if (news.type === 'removed') store.messages.delete(news.id);
  };

  const hear = (data) => {
    const news = JSON.parse(data);
    if (news.type === 'typing') return onTyping(news.conversationId);
    if (loading) {
      waiting.push(news);
      return;
    }
    take(news);
    changed();
  };

  store.messagesOf = (conversation) =>
    [...store.messages.values()].filter((message) => message.conversationId === conversation?.id);

  store.conversationsOf = (person) =>
    store.conversations.filter(({ members }) => members.includes(person.id));

  /** How many messages by others this person has not seen there. */
  store.unread = (person, conversation) => {
    const last = Number(store.read[`${person.id} ${conversation.id}`] ?? 0);
    return store.messagesOf(conversation).filter(({ id, from }) => Number(id) > last && from !== person.id)
      .length;
  };

  /** Follows an address such as `#/ada/on-call`. */
  store.goTo = (hash) => {
    const [, who, where] = hash.split('/');
    store.person = store.people.find((person) => personSlug(person) === who) ?? store.people[0];
    const own = store.conversationsOf(store.person);
    store.conversation = own.find((one) => conversationSlug(one) === where) ?? own[0];
    changed();
  };

  const lost = () => {
    store.online = false;
    onChange();
  };
  store.start = () =>
    hearEvents('/api/events', ['message'], ({ name, data }) => {
      if (name === 'open') return load();
      return name === 'error' ? lost() : hear(data);
    });
  return store;
};

const client = () => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  locale: navigator.language || 'en-US',
});

/** Posts as this person. @returns the answer. @throws Error with the server's words */
export const send = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, client: client() }),
  }).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined);
  if (!response?.ok) throw new Error(answer?.error?.message ?? 'The sandbox chat does not answer.');
  return answer;
};
