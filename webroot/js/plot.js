// Round-trips and losses of the last minutes, a plot per address. What it shows is also said in words beside it.

import { byId, element, rebuild, setText } from './dom.js';
import { SLOT_MS, SLOTS } from './samples.js';
import { roundTrip, seconds } from './words.js';

const HEIGHT = 64;
/** So that a round-trip of a fraction of a millisecond is no mountain. */
const LEAST_TOP_MS = 1;
/** With an interval of seconds, most slots are empty. */
const MOST_EMPTY_SLOTS = 10;
/** What is drawn at first; a search finds the others. */
const MOST_SHOWN = 24;

export class Plots {
  #store;
  #rows = new Map();
  #visible = new Set();
  #view = null;
  #watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#visible.add(target);
      else this.#visible.delete(target);
    }
    this.#draw(this.#view);
  });

  constructor(store) {
    this.#store = store;
  }

  show(view) {
    if (!view.known) return;
    this.#view = view;
    const search = byId('plot-search').value.trim().toLowerCase();
    const all = [
      ...view.hosts.map((host) => ({ address: host.address, name: `${host.name} ${host.address}` })),
      ...view.aliases.map((alias) => ({ address: alias.address, name: `alias ${alias.address}` })),
    ].filter(({ name }) => name.toLowerCase().includes(search));
    const shown = all.slice(0, MOST_SHOWN);
    rebuild(byId('plots'), shown.map(({ name }) => name).join('\n'), () => {
      for (const { figure } of this.#rows.values()) this.#watch.unobserve(figure);
      this.#visible.clear();
      this.#rows = new Map(shown.map((one) => [one.address, row(one.name)]));
      for (const { figure } of this.#rows.values()) this.#watch.observe(figure);
      return [...this.#rows.values()].map(({ figure }) => figure);
    });
    setText(byId('plot-more'), all.length > shown.length
      ? `${shown.length} of ${all.length} are shown; a search finds the others.` : '');
    if (!document.hidden) this.#draw(view);
  }

  #draw(view) {
    const colours = getComputedStyle(document.body);
    for (const [address, { figure, canvas, words }] of this.#rows) {
      if (!this.#visible.has(figure)) continue;
      const summary = this.#store.samples.summary(address, performance.now());
      const mine = view.aliases.some((alias) => alias.address === address && alias.view === 'held');
      const text = told(summary, mine);
      setText(words, text);
      canvas.setAttribute('aria-label', text);
      paint(canvas, summary, colours);
    }
  }
}

function row(name) {
  const canvas = element('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  const words = element('span', 'plot-words');
  const figure = element('figure', 'plot', element('figcaption', '', element('strong', '', name), ' ', words), canvas);
  return { figure, canvas, words };
}

function told(summary, mine) {
  if (summary.rounds === 0) {
    return mine ? 'this host has it: nobody else is to answer' : 'no samples yet';
  }
  const lost = `${summary.lost} of ${summary.rounds} rounds lost in ${seconds(
    (SLOTS - summary.slots.findIndex((slot) => slot.rounds > 0)) * SLOT_MS)}`;
  if (summary.latest === null) return `no answer; ${lost}`;
  const range = `${roundTrip(summary.latest)} ${seconds(summary.answered_age_ms)} ago; `
    + `${roundTrip(summary.least)} to ${roundTrip(summary.most)}`;
  return `${range}; ${lost}`;
}

function paint(canvas, summary, colours) {
  const width = canvas.clientWidth;
  const scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(HEIGHT * scale)) canvas.height = Math.round(HEIGHT * scale);
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, HEIGHT);
  const top = niceTop(Math.max(summary.most ?? 0, LEAST_TOP_MS));
  const x = (slot) => (slot / (SLOTS - 1)) * width;
  const y = (rtt) => HEIGHT - 2 - (rtt / top) * (HEIGHT - 16);
  paintLosses(context, summary.slots, x, width / SLOTS, colours.getPropertyValue('--bad'));
  paintLine(context, summary.slots, x, y, colours.getPropertyValue('--accent'));
  context.fillStyle = colours.getPropertyValue('--faint');
  context.font = '11px system-ui, sans-serif';
  context.fillText(`${top} ms`, 2, 10);
  context.textAlign = 'right';
  context.fillText(`last ${(SLOTS * SLOT_MS) / 60_000} min`, width - 2, 10);
  context.textAlign = 'left';
}

/** A loss is a bar from the ground up, as high as the share that was lost: a shape that no round-trip has. */
function paintLosses(context, slots, x, slotWidth, colour) {
  context.fillStyle = colour;
  slots.forEach((slot, index) => {
    if (slot.lost === 0) return;
    const height = Math.max(0.2, slot.lost / slot.rounds) * (HEIGHT - 16);
    context.fillRect(x(index) - slotWidth / 2, HEIGHT - height, Math.max(1.5, slotWidth), height);
  });
}

/** The line is broken where a round was lost, and where nothing was asked for longer than usual. */
function paintLine(context, slots, x, y, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  let drawing = false;
  let empty = 0;
  slots.forEach(({ rtt, lost }, index) => {
    empty = rtt === null ? empty + 1 : 0;
    if (rtt === null) {
      drawing = drawing && lost === 0 && empty < MOST_EMPTY_SLOTS;
      return;
    }
    if (drawing) {
      context.lineTo(x(index), y(rtt));
    } else {
      context.moveTo(x(index) - 1, y(rtt));
      context.lineTo(x(index), y(rtt));
    }
    drawing = true;
  });
  context.stroke();
}

/** 1, 2 or 5 times a power of ten. */
export function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((nice) => nice >= value) ?? value;
}
