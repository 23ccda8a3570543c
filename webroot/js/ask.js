// What the stream does not carry is asked: the history, the other nodes' views, and the configuration.

const TIMEOUT_MS = 3000;
const PEERS_MS = 1000;
/** Nobody looks; the tab's icon still wants to know. */
const HIDDEN_PEERS_MS = 5000;
const EVENTS = 1000;

async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: 'no-store' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export class Asker {
  #store;
  /** The other nodes' newest event ids, as last seen; their events are asked for only when there are new ones. */
  #seen = '';

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
        }
      } catch {
        // What was told ages by itself.
      }
    }
    setTimeout(() => this.#peers(), document.hidden ? HIDDEN_PEERS_MS : PEERS_MS);
  }
}
