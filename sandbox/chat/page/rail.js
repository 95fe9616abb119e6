// The two columns on the left: who you are, and where you talk.
import { byId, el, initials, keep } from './dom.js';
import { conversationSlug, personSlug } from './store.js';

const badge = (count) =>
  count > 0 ? el('span', { class: 'badge', 'aria-label': `${count} unread` }, String(count)) : undefined;

const addressOf = (person, conversation) =>
  `#/${personSlug(person)}/${conversation ? conversationSlug(conversation) : ''}`;

const drawPerson = (store, person) => {
  const unread = store.conversationsOf(person).reduce((sum, one) => sum + store.unread(person, one), 0);
  const current = person === store.person;
  return el(
    'a',
    {
      class: 'person',
      href: addressOf(person, store.conversation),
      'aria-current': current && 'true',
      title: `Be ${person.name}`,
      'data-testid': `person-${personSlug(person)}`,
    },
    el('span', { class: `avatar ${personSlug(person)}`, 'aria-hidden': 'true' }, initials(person.name)),
    el('span', {}, person.name.split(' ')[0]),
    badge(unread),
  );
};

export const iconOf = (conversation) => (conversation.kind === 'channel' ? '#' : initials(conversation.name));

const preview = (store, conversation) => {
  const last = store.messagesOf(conversation).at(-1);
  if (!last) return conversation.kind === 'channel' ? '' : 'No messages yet';
  const text = last.content.text.replace(/<\/?at>|[*_`\\]/g, '').trim() || 'Sent a card';
  return `${last.from === store.person.id ? 'You: ' : ''}${text}`;
};

const drawConversation = (store, conversation) => {
  const unread = store.unread(store.person, conversation);
  return el(
    'a',
    {
      class: unread > 0 ? 'conversation unread' : 'conversation',
      href: addressOf(store.person, conversation),
      'aria-current': conversation === store.conversation && 'page',
      'data-testid': `conversation-${conversationSlug(conversation)}`,
    },
    el('span', { class: `avatar ${conversation.kind}`, 'aria-hidden': 'true' }, iconOf(conversation)),
    el(
      'span',
      { class: 'conversation-text' },
      el('span', { class: 'conversation-title' }, conversation.name),
      conversation.kind === 'channel'
        ? undefined
        : el('span', { class: 'preview' }, preview(store, conversation)),
    ),
    badge(unread),
  );
};

export const drawRail = (store) => {
  const focused = document.activeElement?.dataset?.testid;
  const own = store.conversationsOf(store.person);
  const drawn = (wanted) => own.filter(wanted).map((one) => drawConversation(store, one));
  byId('who').textContent = `${store.person.name} · ${store.person.role}`;
  keep(
    byId('people'),
    store.people.map((person) => drawPerson(store, person)),
  );
  keep(byId('conversations'), [
    ...drawn((one) => one.kind !== 'channel'),
    el('h2', { class: 'team' }, store.team.name),
    ...drawn((one) => one.kind === 'channel'),
  ]);
  if (focused)
    document
      .querySelector(`.rail [data-testid="${focused}"], .conversations [data-testid="${focused}"]`)
      ?.focus();
};
