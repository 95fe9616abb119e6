// Draws NSGs rule by rule, and counts down to the end of JIT's Allow rules.
import { el, keep } from './dom.js';

const tagOf = (rule) => (rule.kind.startsWith('jit') ? el('span', { class: 'tag' }, 'JIT') : undefined);

/** Plays the hand that deletes a rule outside of JIT. Azure's own rules cannot be deleted. */
const removeButton = (rule, remove) =>
  rule.isGone || rule.kind === 'default'
    ? undefined
    : el(
        'button',
        {
          class: 'remove',
          type: 'button',
          title: 'Remove this rule, as somebody else in Azure might',
          'aria-label': `Remove rule ${rule.name}`,
          'data-testid': 'remove-rule',
          click: () => remove(rule.name),
        },
        '✕',
      );

const drawRule = (rule, remove) =>
  el(
    'li',
    {
      class: `rule ${rule.kind}${rule.isGone ? ' gone' : ''}`,
      title: rule.machine ? `${rule.name}, for ${rule.machine}` : rule.name,
      'data-testid': 'nsg-rule',
      'data-rule': rule.name,
      'data-kind': rule.kind,
      'data-access': rule.access,
      'data-gone': rule.isGone && 'true',
    },
    el('span', { class: 'priority' }, String(rule.priority)),
    el('span', { class: 'name' }, tagOf(rule), rule.name),
    el('span', { class: `access ${rule.access}` }, rule.access),
    el('span', { class: 'traffic' }, `${rule.sources} → ${rule.destinations} : ${rule.ports}`),
    el(
      'span',
      { class: 'countdown', 'data-ends-at': rule.isGone || !rule.endsAt ? undefined : String(rule.endsAt) },
      rule.isGone ? 'gone' : '',
    ),
    removeButton(rule, remove),
  );

/**
 * Draws NSGs and remembers the elements: a rule that is new arrives visibly, the others stay put.
 * @param remove called with the NSG's id and the rule's name
 */
export const createNsgDrawing = (remove) => {
  const rules = new Map();
  const sections = new Map();

  const remembered = (known, key, make) => {
    const element = known.get(key) ?? make();
    known.set(key, element);
    return element;
  };

  /** @param ghosts rules that just went, to be shown struck through at their old place */
  return (nsg, ghosts) => {
    const section = remembered(sections, `${nsg.level} ${nsg.id}`, () =>
      el(
        'section',
        { class: 'nsg', 'data-testid': `nsg-${nsg.level}` },
        el('h3', {}, nsg.name, el('span', {}, `on the ${nsg.level}`)),
        el('ol', { class: 'rules' }),
      ),
    );
    const shown = [...nsg.rules, ...ghosts].toSorted((left, right) => left.priority - right.priority);
    keep(
      section.lastChild,
      shown.map((rule) =>
        remembered(rules, `${nsg.id} ${JSON.stringify(rule)}`, () =>
          drawRule(rule, (name) => remove(nsg.id, name)),
        ),
      ),
    );
    return section;
  };
};

const two = (number) => String(number).padStart(2, '0');
const clock = (seconds) => {
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/** Writes the time left into every countdown below `parent`. @param now the simulator's time in milliseconds */
export const countDown = (parent, now) => {
  for (const element of parent.querySelectorAll('[data-ends-at]')) {
    const seconds = Math.ceil((Number(element.dataset.endsAt) - now) / 1000);
    element.classList.toggle('late', seconds < 0);
    element.textContent = seconds < 0 ? 'ended' : clock(seconds);
  }
};
