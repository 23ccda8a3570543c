// What happened, the newest first, of all nodes together, page by page, with the evidence in each sentence. A moment that
// was chosen elsewhere narrows it.

import { byId, element, rebuild, setText } from './dom.js';
import { EVENT_SHAPES, plural, timeOfDay } from './words.js';

const PAGE = 25;
const FILTERS = ['event-text', 'event-alias', 'event-level'];

export class Timeline {
  #history;
  #older;
  #page = 0;
  #moment = null;
  /** Whether the daemons keep no older ones than are known here. */
  #atEnd = false;
  /** Whoever reads an older page is not disturbed by what comes. */
  #until = Infinity;

  /** @param older asks for events before a time; gives whether there were any */
  constructor(history, older) {
    this.#history = history;
    this.#older = older;
    for (const id of FILTERS) byId(id).addEventListener('input', () => this.#turn(0));
    byId('event-newer').addEventListener('click', () => this.#turn(this.#page - 1));
    byId('event-older').addEventListener('click', () => this.#next());
    byId('event-all').addEventListener('click', () => {
      this.#moment = null;
      this.#turn(0);
      byId('event-text').focus();
    });
  }

  /** Shows what happened about a moment, whatever was searched for. */
  narrow(moment) {
    this.#moment = moment;
    byId('event-text').value = '';
    byId('event-alias').value = moment.alias;
    this.#turn(0);
    this.#reach(moment.from);
  }

  show() {
    const found = this.#found();
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    this.#page = Math.max(0, Math.min(this.#page, pages - 1));
    const first = this.#page * PAGE;
    const shown = found.slice(first, first + PAGE);
    rebuild(byId('events'), shown.map((event) => `${event.node} ${event.id} ${event.at}`).join('\n'),
      () => shown.map(line));
    byId('event-newer').disabled = this.#page === 0;
    byId('event-older').disabled = this.#page === pages - 1 && (this.#atEnd || this.#moment !== null);
    setText(byId('event-count'), this.#words(found.length, first, shown.length));
    byId('event-all').hidden = this.#moment === null;
    setText(byId('event-moment'), this.#moment === null ? ''
      : `From ${timeOfDay(new Date(this.#moment.from))} to ${timeOfDay(new Date(this.#moment.to))}`);
  }

  /** The aliases that can be chosen, keeping what is. */
  offer(addresses) {
    const select = byId('event-alias');
    const chosen = select.value;
    rebuild(select, addresses.join('\n'), () => [
      Object.assign(element('option', '', 'all aliases'), { value: '' }),
      ...addresses.map((address) => Object.assign(element('option', '', address), { value: address })),
    ]);
    if (select.value !== chosen) select.value = addresses.includes(chosen) ? chosen : '';
  }

  #found() {
    return this.#history.filtered({
      alias: byId('event-alias').value,
      level: byId('event-level').value,
      text: byId('event-text').value.trim(),
      from: this.#moment?.from,
      to: Math.min(this.#until, this.#moment?.to ?? Infinity),
    });
  }

  #words(count, first, shown) {
    if (count > 0) return `${first + 1} to ${first + shown} of ${plural(count, 'event')} that are known here`;
    const oldest = this.#oldest();
    return this.#moment !== null && this.#moment.to < oldest
      ? `The events of then are not kept any more; the oldest is of ${timeOfDay(new Date(oldest))}.` : 'No event matches.';
  }

  #oldest() {
    return this.#history.newestFirst().at(-1)?.time ?? Infinity;
  }

  #turn(page) {
    if (page === 0) this.#until = Infinity;
    else if (this.#page === 0) this.#until = this.#history.newestFirst()[0]?.time ?? Infinity;
    this.#page = page;
    this.show();
  }

  async #next() {
    const isLast = (this.#page + 1) * PAGE >= this.#found().length;
    if (isLast && this.#moment === null && !this.#atEnd) await this.#more();
    this.#turn(this.#page + 1);
  }

  /** Asks until the history reaches back to a time, or there is no more. */
  async #reach(time) {
    while (this.#moment?.from === time && this.#oldest() > time && !this.#atEnd) {
      if (!await this.#more()) break;
    }
    this.show();
  }

  /** Gives whether there was an answer; the stream tells whether the daemon can be reached at all. */
  async #more() {
    try {
      this.#atEnd = !await this.#older(this.#oldest());
      return true;
    } catch {
      return false;
    }
  }
}

function line(event) {
  const time = element('time', '', timeOfDay(new Date(event.time)));
  time.dateTime = event.at;
  time.title = event.at;
  const item = element('li', `event ${event.level}`,
    time, element('span', 'from', event.node),
    element('span', 'level', `${EVENT_SHAPES[event.level] ?? ''} ${event.level}`),
    element('span', 'sentence', event.sentence));
  if (event.alias !== null) item.dataset.alias = event.alias;
  return item;
}
