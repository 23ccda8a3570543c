// Many aliases, one line each: who has it, since when, in which phase, when it moved last, and why. The card of one of
// them, with all that can be ordered, is opened above by its address.

import { sinceMs } from './cards.js';
import { byId, element, setClass, setText } from './dom.js';
import { levelOf } from './judge.js';
import { fitted } from './layout.js';
import { Rows } from './rows.js';
import { seconds, SHAPES, timeOfDay } from './words.js';

const ROW_HEIGHT = 28;
/** In pixels, as in css/lanes.css. */
const ADDRESS_WIDTH = 160;
const CHARACTER = 8;
/** The columns after the address. */
const COLUMNS = ['who', 'since', 'phase', 'move', 'why'];

export class Table {
  #store;
  #onChoice;
  #rows;
  #view = null;
  #chosen = null;

  /**
   * @param onChoice called with an address, or null, whose card is to be shown
   * @param onSort called with the name of a column
   */
  constructor(store, onChoice, onSort) {
    this.#store = store;
    this.#onChoice = onChoice;
    this.#rows = new Rows({
      scroller: byId('table-scroll'),
      body: byId('table-rows'),
      height: ROW_HEIGHT,
      headRows: 1,
      make: ({ key }) => this.#make(key),
      update: (row, { alias }) => this.#update(row, alias),
    });
    for (const button of byId('table-head').querySelectorAll('button')) {
      button.addEventListener('click', () => onSort(button.dataset.sort));
    }
  }

  /** @param found the aliases of the view to be shown, in their order */
  show(view, found, chosen, sort) {
    this.#view = view;
    this.#chosen = chosen;
    for (const button of byId('table-head').querySelectorAll('button')) {
      const mine = button.dataset.sort === sort.by;
      button.parentElement.setAttribute('aria-sort', !mine ? 'none' : sort.descending ? 'descending' : 'ascending');
    }
    byId('table').setAttribute('aria-rowcount', found.length + 1);
    this.#rows.show(found.map((alias) => ({ key: alias.address, alias })));
  }

  #make(address) {
    const button = element('button', '', fitted(address, ADDRESS_WIDTH, CHARACTER));
    button.type = 'button';
    button.title = address;
    button.setAttribute('aria-label', address);
    button.addEventListener('click', () => this.#onChoice(this.#chosen === address ? null : address));
    const head = element('div', 'address', element('span', 'state'), ' ', button);
    head.setAttribute('role', 'rowheader');
    const cells = COLUMNS.map((name) => {
      const cell = element('div', name);
      cell.setAttribute('role', 'cell');
      return cell;
    });
    const row = element('div', 'row', head, ...cells);
    row.setAttribute('role', 'row');
    row.dataset.alias = address;
    return row;
  }

  #update(row, alias) {
    const level = levelOf(alias);
    const chosen = this.#chosen === alias.address;
    setClass(row, `row ${level}${chosen ? ' chosen' : ''}`);
    const [state, button] = row.firstChild.children;
    setText(state, SHAPES[level]);
    button.setAttribute('aria-expanded', String(chosen));
    const move = this.#store.history.lastMove(alias.address);
    const words = {
      who: alias.who ?? 'not known',
      since: alias.who === null ? '–' : seconds(sinceMs(alias, this.#store)),
      phase: alias.trouble?.words ?? alias.stateWords,
      move: move === undefined ? '–' : timeOfDay(new Date(move.time)),
      why: `${this.#view.stale ? 'Last known: ' : ''}${alias.reason}`,
    };
    COLUMNS.forEach((name, index) => {
      const cell = row.children[index + 1];
      setText(cell, words[name]);
      if (name === 'why' && cell.title !== words.why) cell.title = words.why;
    });
  }
}
