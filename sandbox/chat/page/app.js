// Starts the page: one store, drawn anew after every change.
import { startAzurePanel } from './azure.js';
import { createComposer } from './composer.js';
import { byId } from './dom.js';
import { createMessageList } from './messages.js';
import { drawRail, iconOf } from './rail.js';
import { createStore, personSlug } from './store.js';

const TYPING_SHOWN_MS = 5000;
const NEAR_END_PX = 120;

let azureStarted = false;
let typingTimer;
let lastPlace = '';
let lastCount = 0;

const stopTyping = () => {
  clearTimeout(typingTimer);
  byId('typing').textContent = '';
};

const store = createStore(
  () => draw(),
  (conversationId) => {
    if (conversationId !== store.conversation?.id) return;
    stopTyping();
    byId('typing').textContent = `${store.bot.name} is typing…`;
    typingTimer = setTimeout(stopTyping, TYPING_SHOWN_MS);
  },
);
const composer = createComposer(store);
const drawMessages = createMessageList(store, composer.replyTo);

const drawHeader = () => {
  const { conversation, person } = store;
  const icon = byId('conversation-icon');
  icon.className = `avatar ${conversation.kind}`;
  icon.textContent = iconOf(conversation);
  byId('conversation-name').textContent =
    conversation.kind === 'channel' ? `${store.team.name} › ${conversation.name}` : conversation.name;
  const members = store.people.filter(({ id }) => conversation.members.includes(id)).map(({ name }) => name);
  byId('conversation-members').textContent =
    conversation.kind === 'personal'
      ? `Personal chat of ${person.name}`
      : [...members, store.bot.name].join(', ');
  document.title = `${conversation.name} – ${person.name} – sandbox chat`;
};

/** Follows new messages down, unless somebody is reading further up. */
const drawnWithScroll = (drawAll) => {
  const scroll = byId('scroll');
  const nearEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
  drawAll();
  const place = `${store.person.id} ${store.conversation.id}`;
  if (nearEnd || place !== lastPlace) scroll.scrollTop = scroll.scrollHeight;
  // Whoever opens a conversation wants to write there.
  if (place !== lastPlace) byId('text').focus({ preventScroll: true });
  lastPlace = place;
};

const draw = () => {
  byId('offline').hidden = store.online;
  if (!store.person) return;
  document.body.dataset.person = personSlug(store.person);
  const count = store.messagesOf(store.conversation).length;
  if (count !== lastCount) stopTyping();
  lastCount = count;
  drawRail(store);
  drawHeader();
  drawnWithScroll(() => {
    drawMessages();
    composer.draw();
  });
  document.body.classList.toggle('without-azure', !store.azure);
  if (store.azure && !azureStarted) startAzurePanel();
  azureStarted ||= store.azure;
};

// The address says who looks at what, so it stays as it is.
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('text').focus();
});
window.addEventListener('hashchange', () => store.goTo(location.hash));
document.addEventListener('visibilitychange', () => store.goTo(location.hash));
store.start();
