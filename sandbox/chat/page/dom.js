// Makes elements without ever parsing HTML.

/** @param attributes `class`, `data-…`, `aria-…`; functions are event listeners; false and undefined leave it out */
export const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

export const byId = (id) => document.getElementById(id);

/** Brings `parent` to hold exactly `children`, in order, without touching those already in place. */
export const keep = (parent, children) => {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  for (const [index, child] of children.entries())
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
};

/** First letters of a name, for an avatar. */
export const initials = (name) =>
  name
    .split(/[\s-]+/)
    .slice(0, 2)
    .map((word) => word[0])
    .join('')
    .toUpperCase();
