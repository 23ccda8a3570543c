// What a screen reader reads of its own accord: each move as an entry of its own, so that of several at once none is lost.

import { byId, element } from './dom.js';

/** So many at once are read; of more, that there are more: the history has them all. */
const MOST_AT_ONCE = 5;
const AT_ONCE_MS = 2000;

export class Aloud {
  #region = byId('moves');
  /** When the entries of the region came. */
  #times = [];

  /** @param {number} now milliseconds of a clock that only goes on */
  say(sentence, now) {
    while (this.#times.length > 0 && now - this.#times[0] > AT_ONCE_MS) {
      this.#times.shift();
      this.#region.firstElementChild.remove();
    }
    if (this.#times.length > MOST_AT_ONCE) return;
    this.#times.push(now);
    const words = this.#times.length > MOST_AT_ONCE ? 'More has moved; the history has all of it.' : sentence;
    this.#region.append(element('p', '', words));
  }
}
