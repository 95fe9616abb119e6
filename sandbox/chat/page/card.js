// Draws one Adaptive Card with Microsoft's renderer and hands presses of its buttons on.
import { copyButton } from './copy.js';
import { HOST_CONFIG } from './host-config.js';
import { cardTextToHtml } from './markdown.js';

const { AdaptiveCard, ExecuteAction, GlobalSettings, HostConfig, OpenUrlAction, Version } =
  globalThis.AdaptiveCards;

// A card is no control: the keyboard goes from button to button.
GlobalSettings.setTabIndexAtCardRoot = false;

// The renderer asks for Markdown through a static hook, so the mentions of the card being drawn are kept here.
let mentions = [];
AdaptiveCard.onProcessMarkdown = (input, result) => {
  result.outputHtml = cardTextToHtml(input, mentions);
  result.didProcess = true;
};

const mentionsOf = (card) =>
  (Array.isArray(card.msteams?.entities) ? card.msteams.entities : [])
    .filter((entity) => entity?.type === 'mention' && typeof entity.text === 'string')
    .map((entity) => entity.text);

const isCode = (element) => element.style.fontFamily.includes('--font-code');

/** Commands in a card are there to be copied: text blocks in monospace, rich text of nothing else. */
const makeCopyable = (element) => {
  for (const block of element.querySelectorAll('.ac-textBlock, .ac-richTextBlock')) {
    const runs = [...block.querySelectorAll('.ac-textRun')];
    if (!isCode(block) && (runs.length === 0 || !runs.every(isCode))) continue;
    const text = block.textContent;
    block.classList.add('copyable');
    block.append(copyButton(text));
  }
};

/** @param onExecute called with `{verb, id, data}`, inputs checked and merged in */
export const drawCard = (json, onExecute) => {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(HOST_CONFIG);
  card.version = new Version(1, 5);
  card.onExecuteAction = (action) => {
    if (action instanceof OpenUrlAction) window.open(action.url, '_blank', 'noopener,noreferrer');
    else if (action instanceof ExecuteAction)
      onExecute({ verb: action.verb, id: action.id, data: action.data ?? {} });
  };
  // Drawn already when this is told; it may lie below what can be seen.
  card.onInlineCardExpanded = ({ card: form }, isExpanded) => {
    if (isExpanded) requestAnimationFrame(() => form.renderedElement?.scrollIntoView({ block: 'nearest' }));
  };
  mentions = mentionsOf(json);
  card.parse(json);
  const element = card.render();
  element.classList.add('card');
  element.dataset.testid = 'card';
  // So that a screen reader speaks it in its language.
  if (json.lang) element.lang = json.lang;
  // Teams cards take the width of the conversation only where they ask for it.
  element.classList.toggle('full-width', json.msteams?.width === 'Full');
  makeCopyable(element);
  return element;
};

/** While the bot has not answered a press, no part of the card can be used. */
export const setBusy = (element, busy) => {
  element.setAttribute('aria-busy', String(busy));
  element.inert = busy;
  for (const control of element.querySelectorAll('button:not(.copy)')) control.disabled = busy;
};
