// Draws cards with Microsoft's renderer as a host config says; a test calls `drawCards`.
import { cardTextToHtml } from '/markdown.js';

const { AdaptiveCard, HostConfig, ShowCardAction, Version } = globalThis.AdaptiveCards;

AdaptiveCard.onProcessMarkdown = (input, result) => {
  result.outputHtml = cardTextToHtml(input);
  result.didProcess = true;
};

const parsed = (json, hostConfig) => {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig);
  card.version = new Version(1, 5);
  card.parse(json);
  return card;
};

/** The button that opens a card of its own, by its title. */
const openerOf = (element, title) =>
  [...element.querySelectorAll('button')].find((button) => button.textContent.trim() === title);

const drawn = ({ name, card: json, opened, checked }, hostConfig) => {
  const card = parsed(json, hostConfig);
  const article = document.createElement('article');
  article.dataset.card = name;
  const caption = document.createElement('p');
  caption.textContent = name;
  article.append(caption, card.render());
  if (opened !== undefined) openerOf(article, opened).click();
  // As after a press that the client holds back: what is missing is said below each field.
  if (checked) {
    for (const field of article.querySelectorAll('input, textarea')) {
      field.value = '';
      field.dispatchEvent(new Event('input'));
    }
    for (const input of card.getAllInputs(true)) input.validateValue();
  }
  return article;
};

/** @param look `{title, theme, language, width, hostConfig}` */
globalThis.drawCards = (cards, { title, theme, language, width, hostConfig }) => {
  document.documentElement.lang = language;
  document.title = title;
  document.getElementById('title').textContent = title;
  document.body.dataset.theme = theme;
  document.body.style.setProperty('--width', `${width}px`);
  document.getElementById('cards').replaceChildren(...cards.map((card) => drawn(card, hostConfig)));
};

/** Titles of the buttons that open a card of their own. */
globalThis.openersOf = (json, hostConfig) =>
  parsed(json, hostConfig)
    .getAllActions()
    .filter((action) => action instanceof ShowCardAction)
    .map(({ title }) => title);

/** Texts that are wider than the place they have. */
globalThis.cutTexts = () =>
  [...document.querySelectorAll('article')].flatMap((article) =>
    [...article.querySelectorAll('.ac-textBlock, .ac-richTextBlock, .ac-pushButton, .ac-columnSet')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${article.dataset.card}: ${element.textContent.trim().slice(0, 60)}`),
  );

globalThis.isReady = true;
