// The list of messages: bubbles in chats, posts with replies in channels, cards in both.
import { drawCard, setBusy } from './card.js';
import { copyButton } from './copy.js';
import { byId, el, initials, keep } from './dom.js';
import { markdownToHtml, plainToHtml } from './markdown.js';
import { personSlug, send } from './store.js';

const UNHEARD = 'JIT Access does not hear this: mention it with @.';
const FAILED = 'Not delivered: the bot does not answer.';

/** What this person sees of a message, and nothing else: a change of it is what redraws. */
const shown = (message, person) => ({
  text: message.content.text,
  mentions: message.content.mentions,
  card: message.views[person.id] ?? message.content.card,
  note: message.notes[person.id],
  edited: message.edits > 0,
  trouble: { unheard: UNHEARD, failed: FAILED }[message.delivery],
});

const timeOf = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

// The text is escaped in markdown.js before any tag is made.
const drawText = (message, seen) => {
  const body = el('div', { class: 'text' });
  body.innerHTML = (message.from === 'bot' ? markdownToHtml : plainToHtml)(seen.text, seen.mentions);
  for (const block of body.querySelectorAll('pre')) block.append(copyButton(block.textContent));
  return body;
};

const senderOf = (store, message) =>
  message.from === 'bot'
    ? { name: store.bot.name, slug: 'bot' }
    : store.people
        .filter(({ id }) => id === message.from)
        .map((person) => ({ name: person.name, slug: personSlug(person) }))[0];

/** Draws messages and remembers what it drew, so that a half-filled form survives other messages' news. */
export const createMessageList = (store, onReply) => {
  const drawn = new Map();

  const press = (message, person) => async (action) => {
    const key = `${person.id}:${message.id}`;
    if (store.pressing.has(key)) return;
    store.pressing.add(key);
    showPressing();
    try {
      await send('/api/actions', {
        personId: person.id,
        conversationId: message.conversationId,
        messageId: message.id,
        action,
      });
    } finally {
      store.pressing.delete(key);
      showPressing();
    }
  };

  const showPressing = () => {
    for (const element of byId('messages').querySelectorAll('.message')) {
      const card = element.querySelector('.card');
      if (!card) continue;
      const busy = store.pressing.has(`${store.person.id}:${element.dataset.messageId}`);
      // What can be used no more loses the focus: it stays with the message.
      if (busy && card.contains(document.activeElement)) element.focus({ preventScroll: true });
      setBusy(card, busy);
    }
  };

  const drawMessage = (message, person, seen, card) => {
    const sender = senderOf(store, message);
    const mine = message.from === person.id;
    return el(
      'article',
      {
        class: `message${mine ? ' mine' : ''}`,
        tabindex: '-1',
        'aria-label': `${sender.name}, ${timeOf(message.at)}`,
        'data-testid': 'message',
        'data-message-id': message.id,
        'data-from': sender.slug,
      },
      el(
        'span',
        { class: `avatar ${sender.slug}`, 'aria-hidden': 'true' },
        sender.slug === 'bot' ? '' : initials(sender.name),
      ),
      el(
        'div',
        { class: 'body' },
        el(
          'p',
          { class: 'meta' },
          el('strong', {}, sender.name),
          el('time', { datetime: new Date(message.at).toISOString() }, timeOf(message.at)),
          seen.edited ? el('span', { class: 'edited' }, 'Edited') : undefined,
        ),
        seen.text === '' ? undefined : drawText(message, seen),
        card,
        seen.note
          ? el(
              'p',
              { class: `note ${seen.note.tone}`, role: 'status', 'data-testid': 'note' },
              seen.note.text,
            )
          : undefined,
        seen.trouble ? el('p', { class: 'delivery', 'data-testid': 'delivery' }, seen.trouble) : undefined,
      ),
    );
  };

  const elementOf = (message) => {
    const seen = shown(message, store.person);
    const sign = JSON.stringify(seen);
    const key = `${store.person.id}:${message.id}`;
    const known = drawn.get(key);
    if (known?.sign === sign) return known.element;
    // A card that did not change keeps what was typed into it, whatever else is said about the message.
    const cardSign = JSON.stringify(seen.card);
    const card =
      known?.cardSign === cardSign
        ? known?.card
        : seen.card && drawCard(seen.card, press(message, store.person));
    const element = drawMessage(message, store.person, seen, card);
    drawn.set(key, { sign, element, cardSign, card });
    return element;
  };

  const threads = new Map();
  const elementOfThread = (rootId, messages) => {
    const known = threads.get(rootId);
    const thread =
      known ??
      el(
        'section',
        { class: 'thread', 'aria-label': 'Post', 'data-testid': 'thread', 'data-thread-id': rootId },
        el('div', { class: 'thread-messages' }),
        el(
          'button',
          { type: 'button', class: 'reply', click: () => onReply(rootId), 'data-testid': 'reply' },
          'Reply',
        ),
      );
    threads.set(rootId, thread);
    keep(thread.firstChild, messages.map(elementOf));
    return thread;
  };

  /** Draws, and whoever was in a message that is drawn anew is in it afterwards. */
  const keepingFocus = (drawAll) => {
    const held = document.activeElement?.closest('.message')?.dataset.messageId;
    drawAll();
    if (held === undefined || document.activeElement !== document.body) return;
    byId('messages')
      .querySelector(`[data-message-id="${CSS.escape(held)}"]`)
      ?.focus({ preventScroll: true });
  };

  const drawAll = () => {
    const messages = store.messagesOf(store.conversation);
    if (store.conversation.kind === 'channel') {
      const byThread = Map.groupBy(messages, (message) => message.threadId);
      keep(
        byId('messages'),
        [...byThread].map(([rootId, some]) => elementOfThread(rootId, some)),
      );
    } else keep(byId('messages'), messages.map(elementOf));
    showPressing();
  };

  return () => keepingFocus(drawAll);
};
