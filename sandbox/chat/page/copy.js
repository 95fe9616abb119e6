// A small button that copies a command.
import { el } from './dom.js';

const SHOWN_FOR_MS = 1500;

export const copyButton = (text) => {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'copy',
      'aria-label': `Copy ${text}`,
      click: async () => {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
        setTimeout(() => {
          button.textContent = 'Copy';
        }, SHOWN_FOR_MS);
      },
    },
    'Copy',
  );
  return button;
};
