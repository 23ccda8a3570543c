// What was received, and when. Nothing is judged here, and nothing is drawn: judge.js says what it means.

import { age, instant } from './clock.js';
import { History } from './history.js';
import { Samples } from './samples.js';

export class Store {
  /** The last whole status, when it came, and when it was last said to hold still. */
  status = null;
  statusAt = null;
  confirmedAt = null;
  /** Why the part that decides does not answer; null: it does. */
  unavailable = null;
  connected = false;
  /** A Date: since when there is no stream; null: there is one, or there was none yet. */
  lostAt = null;
  /** The answers of /api/peers and /api/config, and when they came. */
  peers = null;
  peersAt = null;
  config = null;
  /** The last answer of /api/tenures, of how long a time, and when it came; why the last question had none. */
  tenures = null;
  tenuresSpanMs = 0;
  tenuresAt = null;
  tenuresError = null;
  history = new History();
  samples = new Samples();

  /** Called after every change, with what changed. */
  onChange = () => {};

  opened() {
    this.connected = true;
    this.lostAt = null;
    this.onChange('connection');
  }

  lost() {
    if (this.connected || this.lostAt === null) this.lostAt = new Date();
    this.connected = false;
    this.onChange('connection');
  }

  takeStatus(status) {
    this.status = status;
    this.statusAt = instant();
    this.confirmedAt = this.statusAt;
    this.unavailable = null;
    this.onChange('status');
  }

  /** What is shown still holds; if it is what the daemon means. */
  takeBeat(beat) {
    if (this.status === null || beat.status_at !== this.status.at) return;
    this.confirmedAt = instant();
    this.unavailable = null;
    this.onChange('beat');
  }

  takeUnavailable({ detail }) {
    this.unavailable = detail;
    this.onChange('status');
  }

  takeEvents(events) {
    if (events.length === 0) return;
    this.history.add(events);
    this.onChange('events');
  }

  /** Gives whether any of them is older than all before. */
  takeOlder(events) {
    const before = this.history.size;
    this.takeEvents(events);
    return this.history.size > before;
  }

  takeTenures(answer, spanMs) {
    this.tenures = answer;
    this.tenuresSpanMs = spanMs;
    this.tenuresAt = instant();
    this.tenuresError = null;
    this.onChange('tenures');
  }

  takeNoTenures(error) {
    this.tenuresError = error;
    this.onChange('tenures');
  }

  /** In milliseconds, as the daemon's clock says; not a number while it has said nothing. */
  daemonTime() {
    return this.status === null ? NaN : Date.parse(this.status.at) + age(this.statusAt, instant());
  }

  takeSamples(samples) {
    this.samples.add(samples, performance.now());
  }

  takePeers(peers) {
    this.peers = peers;
    this.peersAt = instant();
    this.onChange('peers');
  }

  takeConfig(config) {
    this.config = config;
    this.onChange('config');
  }
}
