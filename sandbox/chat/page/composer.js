// The box people type into: sending, mentioning, replying, suggestions, and examples for an empty chat.
import { byId, el, keep } from './dom.js';
import { send } from './store.js';

// The first is short enough to be watched to its end.
const EXAMPLES = ['rdp to web-01 for 1m from 203.0.113.7', 'ssh db-2 for 30m because INC-1234', 'help'];

export const createComposer = (store) => {
  const box = byId('text');
  let replyingTo;
  let drafts = '';

  const growToFit = () => {
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  };
  const write = (text) => {
    box.value = text;
    growToFit();
    box.focus();
  };

  const say = async (text) => {
    const { person, conversation } = store;
    const conversationId = replyingTo ? `${conversation.id};messageid=${replyingTo}` : conversation.id;
    byId('trouble').hidden = true;
    try {
      await send('/api/messages', { personId: person.id, conversationId, text });
    } catch (error) {
      byId('trouble').textContent = error.message;
      byId('trouble').hidden = false;
    }
  };
  const submit = () => {
    const text = box.value.trim();
    if (text === '') return;
    write('');
    void say(text);
  };

  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('input', growToFit);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') replyTo(undefined);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  byId('mention').addEventListener('click', () => {
    const name = `@${store.bot.name} `;
    if (!box.value.includes(name.trim())) write(name + box.value);
    box.focus();
  });
  byId('stop-replying').addEventListener('click', () => replyTo(undefined));

  const replyTo = (threadId) => {
    replyingTo = threadId;
    const post = store.messages.get(threadId);
    byId('replying').hidden = !threadId;
    if (!post) return;
    const name = store.people.find(({ id }) => id === post.from)?.name ?? store.bot.name;
    byId('replying-to').textContent = `Replying to ${name}’s post`;
    const mention = `@${store.bot.name} `;
    write(box.value || mention);
  };

  const mentioned = (text) => (store.conversation.kind === 'personal' ? text : `@${store.bot.name} ${text}`);

  const drawHint = (messages) => {
    const spoken = messages.some(({ from }) => from !== 'bot');
    byId('hint').hidden = spoken;
    if (spoken) return;
    keep(byId('hint'), [
      el('h3', {}, 'What to type'),
      ...EXAMPLES.map((example) =>
        el('button', { type: 'button', click: () => write(mentioned(example)) }, mentioned(example)),
      ),
    ]);
  };

  // Teams shows suggested actions in personal chats only, and only until the next message.
  const drawSuggestions = (messages) => {
    const suggestions =
      store.conversation.kind === 'personal' ? (messages.at(-1)?.content.suggestions ?? []) : [];
    keep(
      byId('suggestions'),
      suggestions.map(({ title, value }) => el('button', { type: 'button', click: () => say(value) }, title)),
    );
  };

  const draw = () => {
    const { person, conversation } = store;
    const place = `${person.id} ${conversation.id}`;
    if (drafts !== place) {
      drafts = place;
      replyTo(undefined);
      byId('trouble').hidden = true;
    }
    const personal = conversation.kind === 'personal';
    byId('mention').hidden = personal;
    box.placeholder = personal
      ? 'Type a message'
      : `${conversation.kind === 'channel' && !replyingTo ? 'Start a new post' : 'Type a message'}, with @${store.bot.name} for the bot`;
    const messages = store.messagesOf(conversation);
    drawHint(messages);
    drawSuggestions(messages);
  };
  return { draw, replyTo };
};
