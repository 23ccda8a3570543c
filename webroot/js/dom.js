// The little that the page needs of the DOM. Text is only ever set as text.

export function byId(id) {
  return document.getElementById(id);
}

/** A new element; children are elements or strings. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Writes only what differs, so that a selection survives and nothing is laid out anew. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function setClass(target, className) {
  if (target.getAttribute('class') !== className) target.setAttribute('class', className);
}

/** Rebuilds the children only when what they are made of has changed. */
export function rebuild(target, key, make) {
  if (target.dataset.key === key) return;
  target.dataset.key = key;
  target.replaceChildren(...make());
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
