// Who had it when: a lane for each alias, the lanes of a group under one that sums them up. One cell has the keyboard's
// place, and the arrow keys move it; what a cell means is told below the lanes and to those to whom the page is read.

import { byId, element, rebuild, setClass, setText } from './dom.js';
import { grouped } from './judge.js';
import { letters, placed, ticks } from './lanelayout.js';
import { countsWords, momentOf, moveKind, SPAN_SHAPES, toldOf, worst } from './lanewords.js';
import { fitted } from './layout.js';
import { Rows } from './rows.js';
import { spansByAlias, together } from './tenures.js';
import { seconds, SHAPES, timeOfDay } from './words.js';

const ROW_HEIGHT = 28;
const CHARACTER = 7.7;
/** More aliases than this begin folded. */
const MANY = 12;
const DAY_MS = 86_400_000;
/** Of the history, on each side of a moment. */
const AROUND_MS = 60_000;
const ALONE = 'Each on its own';

export class Lanes {
  #onMoment;
  #rows;
  #folded = new Map();
  #view = null;
  #drawn = '';
  #answer = null;
  #axis = null;
  #spans = new Map();
  #letters = new Map();
  #width = 0;
  #nameWidth = 0;
  /** Which row and which moment of it has the keyboard's place. */
  #place = { row: null, cell: null };

  /** @param onMoment called with {alias, from, to, words}: what the history is to be narrowed to */
  constructor(onMoment) {
    this.#onMoment = onMoment;
    this.#rows = new Rows({
      scroller: byId('lanes-scroll'),
      body: byId('lanes'),
      height: ROW_HEIGHT,
      headRows: 0,
      make: (item) => this.#makeRow(item),
      update: (row, item) => this.#updateRow(row, item),
    });
    new ResizeObserver(([entry]) => {
      this.#width = Math.floor(entry.contentRect.width);
      this.#nameWidth = entry.target.previousElementSibling.clientWidth - 8;
      this.#draw();
    }).observe(byId('lanes-axis'));
    const lanes = byId('lanes');
    lanes.addEventListener('keydown', (event) => this.#key(event));
    lanes.addEventListener('pointerover', ({ target }) => this.#tell(target));
    lanes.addEventListener('focusin', ({ target }) => {
      this.#take(target);
      this.#tell(target);
    });
    lanes.addEventListener('click', ({ target }) => this.#choose(target));
  }

  show(view) {
    this.#view = view;
    setText(byId('lanes-note'), note(view.tenures, view.stale));
    const known = view.aliases.length > 0 && view.tenures?.answer != null;
    byId('lanes-all').hidden = !known;
    if (known) this.#draw();
  }

  #draw() {
    const view = this.#view;
    if (!view?.tenures?.answer || this.#width === 0) return;
    const { answer, axis } = view.tenures;
    const groups = grouped(view.aliases).map(({ name, aliases }) => ({ name, addresses: aliases.map((one) => one.address) }));
    const nodes = [view.node, ...view.hosts.filter((host) => !host.witness).map((host) => host.name)];
    const drawn = JSON.stringify([this.#width, axis, groups, nodes, [...this.#folded]]);
    if (drawn === this.#drawn && answer === this.#answer) return;
    this.#drawn = drawn;
    this.#answer = answer;
    this.#axis = axis;
    this.#spans = spansByAlias(answer, nodes, axis, view.aliases.map(({ address }) => address));
    this.#letters = letters([...nodes, ...answer.tenures.map(({ node }) => node)]);
    const items = this.#items(groups, view.aliases.length > MANY);
    if (!items.some(({ key }) => key === this.#place.row)) this.#place = { row: items[0]?.key ?? null, cell: null };
    byId('lanes').setAttribute('aria-rowcount', items.length);
    this.#rows.show(items);
    showLegend(this.#letters);
    showAxis(ticks(axis, this.#width), axis);
  }

  /** One row for each group, and under it, unless it is folded, one for each alias. */
  #items(groups, many) {
    const only = groups.length === 1 && groups[0].name === null && !many;
    return groups.flatMap(({ name, addresses }) => {
      const key = `group ${name ?? ''}`;
      const folded = this.#folded.get(key) ?? many;
      const head = { key, name: `${name ?? ALONE} (${addresses.length})`, folded,
        spans: only ? [] : together(addresses.map((address) => this.#spans.get(address))) };
      return [...only ? [] : [head], ...folded && !only ? []
        : addresses.map((address) => ({ key: address, name: address, spans: this.#spans.get(address) }))];
    });
  }

  #makeRow({ key, folded }) {
    const name = element('div', 'lane-name');
    name.setAttribute('role', 'rowheader');
    if (folded !== undefined) {
      const button = element('button', '');
      button.type = 'button';
      button.addEventListener('click', () => {
        this.#folded.set(key, button.getAttribute('aria-expanded') === 'true');
        this.#draw();
      });
      name.append(button);
    }
    const cells = element('div', 'lane-cells');
    cells.setAttribute('role', 'presentation');
    const row = element('div', folded === undefined ? 'lane' : 'lane group-lane', name, cells);
    row.setAttribute('role', 'row');
    row.dataset.lane = key;
    return row;
  }

  #updateRow(row, item) {
    const [name, cells] = row.children;
    const button = name.querySelector('button');
    if (button !== null) {
      button.setAttribute('aria-expanded', String(!item.folded));
      setText(button, `${item.folded ? '▸' : '▾'} ${item.name}`);
    } else {
      setText(name, fitted(item.name, this.#nameWidth, CHARACTER));
      name.title = item.name;
    }
    const hasPlace = item.key === this.#place.row;
    if (row.drawn === item.spans && row.drawnAt === this.#width && row.drawnPlace === hasPlace) return;
    Object.assign(row, { drawn: item.spans, drawnAt: this.#width, drawnPlace: hasPlace });
    const wanted = placed(item.spans, this.#axis, this.#width);
    const known = new Map([...cells.children].map((cell) => [cell.dataset.begin, cell]));
    const begins = wanted.map(({ spans }) => String(spans[0].begin <= this.#axis.from ? 'first' : spans[0].begin));
    const active = hasPlace && begins.includes(this.#place.cell) ? this.#place.cell : begins[begins.length - 1];
    const shown = wanted.map((cell, index) => {
      const made = known.get(begins[index]) ?? element('div', '');
      made.dataset.begin = begins[index];
      made.setAttribute('role', 'gridcell');
      made.tabIndex = hasPlace && begins[index] === active ? 0 : -1;
      this.#writeCell(made, cell, item);
      return made;
    });
    if (shown.length !== cells.children.length || shown.some((one, index) => one !== cells.children[index])) {
      const focused = document.activeElement;
      cells.replaceChildren(...shown);
      if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
    }
  }

  #writeCell(made, { x, width, spans }, item) {
    const kind = worst(spans);
    const look = kind === 'held' && spans.length === 1 ? this.#letters.get(holder(spans[0])) : undefined;
    const colour = look === undefined ? '' : ` node${look.colour}`;
    setClass(made, `span ${spans.length > 1 && kind === 'held' ? 'mixed' : kind}${colour} ${moveKind(spans)}`.trim());
    made.style.left = `${x}px`;
    made.style.width = `${width}px`;
    made.spans = spans;
    made.lane = item.name;
    setText(made, this.#text(spans, kind, look, width));
    made.setAttribute('aria-label', toldOf(item.name, spans));
  }

  #text(spans, kind, look, width) {
    if (spans.length > 1) return SPAN_SHAPES[kind] ?? SPAN_SHAPES.mixed;
    const [span] = spans;
    const long = { mixed: span.counts && countsWords(span.counts.map(([key, count]) => [key, count])),
      nobody: 'nobody', two: 'two', unknown: 'not known' }[kind] ?? holder(span);
    const sign = look?.letter ?? SPAN_SHAPES[kind];
    const mark = { unplanned: '▲ ', planned: '› ' }[moveKind(spans)] ?? '';
    const whole = `${mark}${sign} ${long}`;
    return whole.length * CHARACTER <= width - 10 ? whole
      : (mark.length + sign.length) * CHARACTER <= width - 8 ? `${mark}${sign}` : sign;
  }

  #tell(target) {
    if (target.spans === undefined) return;
    setText(byId('lanes-told'), toldOf(target.lane, target.spans));
  }

  /** The keyboard's place is where it was put. */
  #take(cell) {
    if (cell.spans === undefined) return;
    for (const before of byId('lanes').querySelectorAll('[tabindex="0"]')) before.tabIndex = -1;
    cell.tabIndex = 0;
    this.#place = { row: cell.closest('[data-lane]').dataset.lane, cell: cell.dataset.begin };
  }

  #choose(target) {
    if (target.spans === undefined) return;
    const lane = target.closest('[data-lane]').dataset.lane;
    const [from, to] = momentOf(target.spans, AROUND_MS);
    this.#tell(target);
    this.#onMoment({ alias: lane.startsWith('group ') ? '' : lane, from, to });
  }

  #key(event) {
    const { key, target } = event;
    if (target.spans === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = target.closest('[data-lane]');
    const next = {
      ArrowLeft: () => target.previousElementSibling,
      ArrowRight: () => target.nextElementSibling,
      Home: () => target.parentElement.firstElementChild,
      End: () => target.parentElement.lastElementChild,
      ArrowUp: () => nearest(row.previousElementSibling, target),
      ArrowDown: () => nearest(row.nextElementSibling, target),
    }[key];
    if (next !== undefined) {
      event.preventDefault();
      next()?.focus();
    } else if (key === 'Enter' || key === ' ') {
      event.preventDefault();
      this.#choose(target);
    }
  }
}

function holder(span) {
  return span.tenures?.[0]?.node ?? span.counts[0][0];
}

/** The cell of another row at about the same time. */
function nearest(row, target) {
  if (row === null) return null;
  const middle = target.offsetLeft + target.offsetWidth / 2;
  const cells = [...row.querySelectorAll('.span')];
  return cells.find((cell) => cell.offsetLeft + cell.offsetWidth > middle) ?? cells[cells.length - 1];
}

function note(tenures, stale) {
  if (tenures === null) return 'Not told yet.';
  if (tenures.answer === null) return `${SHAPES.unknown} Not known: ${tenures.error}`;
  const age = `as of ${seconds(tenures.ageMs)} ago`;
  const left = tenures.answer.truncated ? '; more moved than is told at once, the oldest are left out' : '';
  const failed = tenures.error === null ? '' : `: ${tenures.error}`;
  if (stale || tenures.old) return `${SHAPES.unknown} What is shown is ${age}${failed}${left}`;
  const unasked = tenures.answer.nodes.filter(({ error }) => error !== null).map(({ node }) => node);
  return `${age}${unasked.length === 0 ? '' : `; not asked: ${unasked.join(', ')}`}${left}`;
}

function showLegend(nodes) {
  const parts = [...nodes].map(([name, { letter, colour }]) => [`key span held node${colour}`, letter, name]);
  parts.push(['key mark unplanned', '▲', 'not planned'], ['key mark planned', '›', 'planned'],
    ['key span nobody', SPAN_SHAPES.nobody, 'nobody had it'], ['key span two', SPAN_SHAPES.two, 'two had it'],
    ['key span unknown', SPAN_SHAPES.unknown, 'not known'], ['key span mixed', SPAN_SHAPES.mixed, 'several']);
  rebuild(byId('lanes-legend'), JSON.stringify(parts), () => parts.map(([className, sign, words]) =>
    element('li', '', element('span', className, sign), ` ${words}`)));
}

function showAxis(marks, axis) {
  const long = axis.to - axis.from > DAY_MS;
  rebuild(byId('lanes-axis'), JSON.stringify([marks, axis]), () => marks.map(({ x, time }) => {
    const date = new Date(time);
    const words = long ? date.toLocaleDateString([], { weekday: 'short', day: 'numeric' })
      : timeOfDay(date, date).slice(0, 5);
    const mark = element('span', '', words);
    mark.style.left = `${x}px`;
    return mark;
  }));
}
