// The events of all nodes, by time. No DOM in here.

/** As many as the daemons of eight nodes keep. */
const MOST = 8000;
/** An alias is on another host than before, or off a host. */
const MOVES = new Set(['took-over', 'adopted', 'restored', 'released', 'moved']);
/** What led to one, with the evidence. */
const DECISIONS = new Set(['taking-over', 'handing-over', 'handed-over', 'failing-back', 'yielding', 'releasing',
  'deleted', 'misplaced', 'replaced']);
const DECISION_MS = 60_000;
const LEVELS = ['debug', 'info', 'warning', 'error'];

export function isMove(event) {
  return event.alias !== null && MOVES.has(event.cause);
}

export class History {
  /** By node, id and time: a node whose state folder is new counts its ids from 1 again. */
  #events = new Map();
  #sorted = null;
  #lastMoves = null;

  add(events) {
    for (const event of events) {
      this.#events.set(`${event.node} ${event.id} ${event.at}`, { ...event, time: Date.parse(event.at) });
    }
    this.#sorted = null;
    this.#lastMoves = null;
    if (this.#events.size > MOST) {
      const kept = this.newestFirst().slice(0, MOST);
      this.#events = new Map(kept.map((event) => [`${event.node} ${event.id} ${event.at}`, event]));
      this.#sorted = kept;
    }
  }

  get size() {
    return this.#events.size;
  }

  newestFirst() {
    this.#sorted ??= [...this.#events.values()].sort((one, other) =>
      other.time - one.time || one.node.localeCompare(other.node) || other.id - one.id);
    return this.#sorted;
  }

  /** The newest move of an alias that any node told, with why; undefined: none is kept. */
  lastMove(address) {
    this.#lastMoves ??= this.#findLastMoves();
    return this.#lastMoves.get(address);
  }

  #findLastMoves() {
    const moves = new Map();
    for (const event of this.newestFirst()) {
      const move = moves.get(event.alias);
      if (move === undefined) {
        if (isMove(event)) moves.set(event.alias, { ...event, why: null });
      } else if (move.why === null && move.node === event.node && DECISIONS.has(event.cause)
          && move.time - event.time < DECISION_MS) {
        move.why = event.sentence;
      }
    }
    return moves;
  }

  /** @param filter alias and text may be '', level is the least one, from and to may be left out */
  filtered({ alias, level, text, from = -Infinity, to = Infinity }) {
    const least = LEVELS.indexOf(level);
    const words = text.toLowerCase().split(/\s+/);
    return this.newestFirst().filter((event) =>
      (alias === '' || event.alias === alias)
      && event.time >= from && event.time <= to
      && LEVELS.indexOf(event.level) >= least
      && words.every((word) => `${event.sentence} ${event.cause} ${event.node}`.toLowerCase().includes(word)));
  }
}
