// The live stream. The browser's own reconnecting gives up at the first 503 and knows no silence, so that is done here:
// every failure closes the source, and a new one asks for what was missed since.

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A beat comes every second, a little less often for many readers. */
const SILENCE_MS = 8_000;

export class Stream {
  #store;
  #onEvent;
  #source = null;
  #lastId = null;
  #pauseMs = FIRST_PAUSE_MS;
  #heardAt = 0;
  #retry = 0;

  /** @param onEvent what to do with an event that has just happened */
  constructor(store, onEvent) {
    this.#store = store;
    this.#onEvent = onEvent;
    setInterval(() => this.#watch(), 1000);
    addEventListener('online', () => this.#soon());
    document.addEventListener('visibilitychange', () => this.#soon());
  }

  open() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#heardAt = performance.now();
    const since = this.#lastId === null ? '' : `?since=${encodeURIComponent(this.#lastId)}`;
    const source = new EventSource(`api/events/stream${since}`);
    this.#source = source;
    source.addEventListener('error', () => this.#lost());
    this.#on('status', (data) => {
      this.#pauseMs = FIRST_PAUSE_MS;
      if (!this.#store.connected) this.#store.opened();
      this.#store.takeStatus(data);
      // Whoever connects for the first time asks for the history by itself; from here on nothing is missed.
      this.#lastId ??= String(data.event_id);
    });
    this.#on('beat', (data) => this.#store.takeBeat(data));
    this.#on('unavailable', (data) => {
      if (!this.#store.connected) this.#store.opened();
      this.#store.takeUnavailable(data);
    });
    this.#on('probe', (data) => this.#store.takeSamples(data.samples));
    this.#on('gap', () => this.#onEvent(null));
    this.#on('event', (data, id) => {
      if (id !== '') this.#lastId = id;
      this.#store.takeEvents([data]);
      this.#onEvent(data);
    });
  }

  #on(name, take) {
    const source = this.#source;
    source.addEventListener(name, (message) => {
      if (source !== this.#source) return;
      this.#heardAt = performance.now();
      take(JSON.parse(message.data), message.lastEventId);
    });
  }

  /** A dead network says nothing: no error, no end. */
  #watch() {
    if (this.#source !== null && performance.now() - this.#heardAt > SILENCE_MS) this.#lost();
  }

  #lost() {
    this.#source?.close();
    this.#source = null;
    this.#store.lost();
    clearTimeout(this.#retry);
    // Not all pages at the same moment.
    this.#retry = setTimeout(() => this.open(), this.#pauseMs * (0.75 + Math.random() / 2));
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** Somebody looks again, or the network is back: no reason to wait any longer. */
  #soon() {
    if (this.#source === null && !document.hidden) {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.open();
    }
  }
}
