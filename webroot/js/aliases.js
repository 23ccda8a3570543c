// The aliases: cards for few, a table for many, with one search and one order for both.

import { Cards, sinceMs } from './cards.js';
import { byId, setText } from './dom.js';
import { matches } from './judge.js';
import { ordered } from './order.js';
import { Table } from './table.js';
import { plural } from './words.js';

/** More than this are a table. */
const MOST_CARDS = 12;

export class Aliases {
  #cards;
  #table;
  #facts;
  #view = null;
  #descending = false;
  /** The alias of the table whose card is open. */
  #chosen = null;

  constructor(store, actions) {
    this.#cards = new Cards(store, actions);
    this.#table = new Table(store, (address) => this.#choose(address), (by) => this.#sort(by));
    this.#facts = { sinceMs: (alias) => sinceMs(alias, store), lastMove: ({ address }) => store.history.lastMove(address) };
    byId('alias-search').addEventListener('input', () => this.#again());
    byId('alias-sort').addEventListener('change', () => {
      this.#descending = false;
      this.#again();
    });
  }

  show(view) {
    this.#view = view;
    const search = byId('alias-search').value.trim();
    const by = byId('alias-sort').value;
    const sorted = ordered(view.aliases, by, this.#descending, this.#facts);
    const found = search === '' ? sorted : sorted.filter((alias) => matches(alias, search));
    const many = view.aliases.length > MOST_CARDS;
    byId('table-scroll').hidden = !many;
    this.#cards.show(view, many ? view.aliases.filter(({ address }) => address === this.#chosen) : found);
    if (many) this.#table.show(view, found, this.#chosen, { by, descending: this.#descending });
    const troubled = view.aliases.filter((alias) => alias.trouble !== null).length;
    const hidden = found.length < view.aliases.length ? `${found.length} of ` : '';
    setText(byId('alias-count'), view.known
      ? `${hidden}${plural(view.aliases.length, 'alias')}, ${troubled === 0 ? 'none' : troubled} in trouble` : '');
  }

  #choose(address) {
    this.#chosen = address;
    this.#again();
    // What was opened stands above the table.
    if (address !== null) byId('cards').scrollIntoView({ block: 'nearest' });
  }

  /** By a column, or the other way round. */
  #sort(by) {
    this.#descending = byId('alias-sort').value === by && !this.#descending;
    byId('alias-sort').value = by;
    this.#again();
  }

  #again() {
    if (this.#view !== null) this.show(this.#view);
  }
}
