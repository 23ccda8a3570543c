// What the stream does not carry is asked: the history, the other nodes' views, and the configuration.

const TIMEOUT_MS = 3000;
const PEERS_MS = 1000;
/** Nobody looks; the tab's icon still wants to know. */
const HIDDEN_PEERS_MS = 5000;
const EVENTS = 1000;
/** For tenures this node may have to ask the others first. */
const TENURES_TIMEOUT_MS = 6000;
const TENURES_MS = 30_000;
/** A move is told by one node after the other. */
const TENURES_SOON_MS = 300;
const TENURES_PAUSE_MS = 2000;
const TENURES_AGAIN_MS = 5000;

async function get(path, timeoutMs = TIMEOUT_MS) {
  const response = await fetch(path, { signal: AbortSignal.timeout(timeoutMs), cache: 'no-store' });
  if (!response.ok) {
    const { detail } = await response.json().catch(() => ({}));
    throw new Error(detail ?? `HTTP status ${response.status}`);
  }
  return response.json();
}

export class Asker {
  #store;
  /** The other nodes' newest event ids, as last seen; their events are asked for only when there are new ones. */
  #seen = '';
  #spanMs = 3_600_000;
  #tenuresTimer = 0;
  #tenuresDueMs = Infinity;
  #tenuresAskedMs = -Infinity;

  constructor(store) {
    this.#store = store;
  }

  /** Peers from now on; history and configuration whenever a stream begins. */
  start() {
    this.#peers();
  }

  async history() {
    try {
      this.#store.takeEvents((await get(`api/events?merged=true&limit=${EVENTS}`)).events);
    } catch {
      // The stream tells whether the daemon can be reached; this is asked again when it can.
    }
  }

  /** Older ones than those that are known, of the same millisecond, too; gives whether there were any. */
  async older(time) {
    const before = encodeURIComponent(new Date(time + 1).toISOString());
    const { events } = await get(`api/events?merged=true&limit=${EVENTS}&before=${before}`);
    return this.#store.takeOlder(events);
  }

  /** @param spanMs how long ago they are to begin */
  tenuresOf(spanMs) {
    this.#spanMs = spanMs;
    this.#tenuresAskedMs = -Infinity;
    this.tenures();
  }

  /** Who had it when, soon, and from then on again and again. */
  tenures() {
    this.#tenuresIn(Math.max(TENURES_SOON_MS, this.#tenuresAskedMs + TENURES_PAUSE_MS - performance.now()));
  }

  #tenuresIn(ms) {
    const dueMs = performance.now() + ms;
    if (dueMs >= this.#tenuresDueMs) return;
    clearTimeout(this.#tenuresTimer);
    this.#tenuresDueMs = dueMs;
    this.#tenuresTimer = setTimeout(() => this.#askTenures(), ms);
  }

  async #askTenures() {
    this.#tenuresDueMs = Infinity;
    this.#tenuresAskedMs = performance.now();
    const spanMs = this.#spanMs;
    // The daemon's clock counts, not this one's.
    const from = this.#store.daemonTime() - spanMs;
    let pauseMs = Number.isFinite(from) ? TENURES_MS : TENURES_PAUSE_MS;
    if (this.#store.connected && !document.hidden && Number.isFinite(from)) {
      try {
        const answer = await get(`api/tenures?merged=true&from=${encodeURIComponent(new Date(from).toISOString())}`,
          TENURES_TIMEOUT_MS);
        if (spanMs === this.#spanMs) this.#store.takeTenures(answer, spanMs);
      } catch (failure) {
        this.#store.takeNoTenures(failure.message);
        pauseMs = TENURES_AGAIN_MS;
      }
    }
    this.#tenuresIn(pauseMs);
  }

  async config() {
    try {
      this.#store.takeConfig(await get('api/config'));
    } catch {
      // As above.
    }
  }

  async #peers() {
    // One connection less to a daemon that is not there.
    if (this.#store.connected) {
      try {
        const answer = await get('api/peers');
        this.#store.takePeers(answer);
        const seen = answer.peers.map((peer) => `${peer.node} ${peer.status?.event_id}`).join();
        if (seen !== this.#seen) {
          this.#seen = seen;
          this.history();
          this.tenures();
        }
      } catch {
        // What was told ages by itself.
      }
    }
    setTimeout(() => this.#peers(), document.hidden ? HIDDEN_PEERS_MS : PEERS_MS);
  }
}
