// What a screen reader reads of its own accord: each move as an entry of its own, so that of several at once none is lost.

import { byId, element } from './dom.js';

/** So many are read of moves that follow one another closely; of more, that there are more. */
const MOST_AT_ONCE = 5;
const CLOSELY_MS = 2000;

export class Aloud {
  #region = byId('moves');
  #last = -Infinity;
  #count = 0;

  /** @param {number} now milliseconds of a clock that only goes on */
  say(sentence, now) {
    if (now - this.#last > CLOSELY_MS) {
      this.#count = 0;
      this.#region.replaceChildren();
    }
    this.#last = now;
    this.#count += 1;
    if (this.#count > MOST_AT_ONCE + 1) return;
    const words = this.#count > MOST_AT_ONCE ? 'More has moved; the history has all of it.' : sentence;
    this.#region.append(element('p', '', words));
  }
}
