// What happened, the newest first, of all nodes together, with the evidence in each sentence.

import { byId, element, rebuild, setText } from './dom.js';
import { EVENT_SHAPES, plural, timeOfDay } from './words.js';

const PAGE = 100;

export class Timeline {
  #history;
  #shown = PAGE;

  constructor(history) {
    this.#history = history;
    for (const id of ['event-text', 'event-alias', 'event-level']) {
      byId(id).addEventListener('input', () => {
        this.#shown = PAGE;
        this.show();
      });
    }
    byId('event-more').addEventListener('click', () => {
      this.#shown += PAGE;
      this.show();
    });
  }

  show() {
    const found = this.#history.filtered({
      alias: byId('event-alias').value,
      level: byId('event-level').value,
      text: byId('event-text').value.trim(),
    });
    const shown = found.slice(0, this.#shown);
    rebuild(byId('events'), shown.map((event) => `${event.node} ${event.id} ${event.at}`).join('\n'),
      () => shown.map(line));
    byId('event-more').hidden = shown.length === found.length;
    setText(byId('event-count'), found.length === 0 ? 'No event matches.'
      : `${shown.length === found.length ? '' : `${shown.length} of `}${plural(found.length, 'event')}`);
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
}

function line(event) {
  const time = element('time', '', timeOfDay(new Date(event.time)));
  time.dateTime = event.at;
  time.title = event.at;
  return element('li', `event ${event.level}`,
    time, element('span', 'from', event.node),
    element('span', 'level', `${EVENT_SHAPES[event.level] ?? ''} ${event.level}`),
    element('span', 'sentence', event.sentence));
}
