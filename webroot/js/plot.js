// Round-trips and losses of the last minutes, a plot per address. What it shows is also said in words beside it.

import { byId, element, rebuild, setText } from './dom.js';
import { SLOT_MS } from './samples.js';
import { plural, roundTrip, seconds } from './words.js';

const HEIGHT = 80;
/** Of the scale above, and of the time below. */
const TOP = 14;
const BOTTOM = 14;
/** So that a round-trip of a few microseconds is no mountain. */
const LEAST_TOP_MS = 0.2;
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
    const now = performance.now();
    const named = [
      ...view.hosts.map((host) => ({ address: host.address, name: `${host.name} ${host.address}` })),
      ...view.aliases.map((alias) => ({ address: alias.address, name: `alias ${alias.address}` })),
    ].filter(({ name }) => name.toLowerCase().includes(search));
    // What this host has itself is answered by nobody: there is nothing to draw.
    const all = named.filter(({ address }) => this.#store.samples.has(address, now));
    const shown = all.slice(0, MOST_SHOWN);
    rebuild(byId('plots'), shown.map(({ name }) => name).join('\n'), () => {
      for (const { figure } of this.#rows.values()) this.#watch.unobserve(figure);
      this.#visible.clear();
      this.#rows = new Map(shown.map((one) => [one.address, row(one.name)]));
      for (const { figure } of this.#rows.values()) this.#watch.observe(figure);
      return [...this.#rows.values()].map(({ figure }) => figure);
    });
    setText(byId('plot-more'), more(named.length - all.length, all.length, shown.length));
    if (!document.hidden) this.#draw(view);
  }

  #draw(view) {
    const colours = getComputedStyle(document.body);
    for (const [address, { figure, canvas, words }] of this.#rows) {
      if (!this.#visible.has(figure)) continue;
      const summary = this.#store.samples.summary(address, performance.now());
      const text = told(summary);
      setText(words, text);
      canvas.setAttribute('aria-label', text);
      paint(canvas, summary, colours);
    }
  }
}

function more(empty, all, shown) {
  const left = all > shown ? `${shown} of ${all} are shown; a search finds the others. ` : '';
  return empty === 0 ? left : `${left}${plural(empty, 'address')} without samples ${empty === 1 ? 'is' : 'are'} left out: `
    + 'nobody else is to answer for what this host has.';
}

function row(name) {
  const canvas = element('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', name);
  const words = element('span', 'plot-words');
  const figure = element('figure', 'plot', element('figcaption', '', element('strong', '', name), ' ', words), canvas);
  return { figure, canvas, words };
}

function told(summary) {
  if (summary.rounds === 0) return 'no samples any more';
  const time = seconds(spanMs(summary));
  const lost = summary.lost === 0 ? `none of ${plural(summary.rounds, 'round')} lost in ${time}`
    : `▲ ${summary.lost} of ${summary.rounds} rounds lost in ${time} (${share(summary.lost / summary.rounds)})`;
  if (summary.latest === null) return `no answer; ${lost}`;
  return `${roundTrip(summary.latest)} ${seconds(summary.answered_age_ms)} ago; p50 ${roundTrip(summary.p50)}, `
    + `p99 ${roundTrip(summary.p99)}, longest ${roundTrip(summary.most)}; ${lost}`;
}

function share(part) {
  return part < 0.001 ? 'less than 0.1 %' : `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;
}

function spanMs({ slots }) {
  return slots.length * SLOT_MS;
}

function paint(canvas, summary, colours) {
  const width = canvas.clientWidth;
  const scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(HEIGHT * scale)) canvas.height = Math.round(HEIGHT * scale);
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, HEIGHT);
  const { slots, p50, p99 } = summary;
  // One round-trip in a hundred may leave the picture; the words have the longest.
  const top = niceTop(Math.max((p99 ?? 0) * 1.2, LEAST_TOP_MS));
  const x = (slot) => (slot + 0.5) / slots.length * width;
  const y = (rtt) => HEIGHT - BOTTOM - Math.min(1.05, rtt / top) * (HEIGHT - TOP - BOTTOM);
  const faint = colours.getPropertyValue('--faint');
  context.font = '11px system-ui, sans-serif';
  if (p50 !== null) paintScale(context, { p50, p99, top, y, width, faint, line: colours.getPropertyValue('--line') });
  paintLosses(context, slots, x, width / slots.length, colours.getPropertyValue('--bad'));
  paintLine(context, slots, x, y, colours.getPropertyValue('--accent'));
  context.fillStyle = faint;
  context.fillText(`${seconds(spanMs(summary))} ago`, 2, HEIGHT - 3);
  context.textAlign = 'right';
  context.fillText('now', width - 2, HEIGHT - 3);
  context.textAlign = 'left';
}

/** A line at each percentile, and how high the picture is; the two in one where they are too near to be told apart. */
function paintScale(context, { p50, p99, top, y, width, faint, line }) {
  const near = Math.abs(y(p50) - y(p99)) < 12;
  const marks = near ? [[p99, 'p50, p99']] : [[p50, 'p50'], [p99, 'p99']];
  context.textAlign = 'right';
  for (const [rtt, name] of marks) {
    context.fillStyle = line;
    context.fillRect(0, Math.round(y(rtt)), width, 1);
    context.fillStyle = faint;
    context.fillText(`${name} ${roundTrip(rtt)}`, width - 2, Math.max(10, y(rtt) - 3));
  }
  context.textAlign = 'left';
  context.fillStyle = faint;
  context.fillText(`${top} ms`, 2, 10);
}

/** A loss is a bar from the ground up, as high as the share that was lost: a shape that no round-trip has. */
function paintLosses(context, slots, x, slotWidth, colour) {
  context.fillStyle = colour;
  slots.forEach((slot, index) => {
    if (slot.lost === 0) return;
    const height = Math.max(0.2, slot.lost / slot.rounds) * (HEIGHT - TOP - BOTTOM);
    context.fillRect(x(index) - slotWidth / 2, HEIGHT - BOTTOM - height, Math.max(1.5, slotWidth), height);
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
