// The probe samples of the last minutes, in rings of fixed size: a page that is open for weeks needs no more memory
// than one that was just opened. No DOM in here.

export const SLOT_MS = 500;
export const SLOTS = 600;
const MOST_ADDRESSES = 1024;
/** A plot of less time than this would be stretched beyond reading. */
const LEAST_SLOTS = 20;

class Ring {
  rtt = new Float32Array(SLOTS);
  rounds = new Uint16Array(SLOTS);
  lost = new Uint16Array(SLOTS);
  newest = 0;
  /** The slot of the last sample. */
  sampled = 0;

  /** Empties what lies between the newest slot and this one: nothing was heard then. */
  advance(slot) {
    for (let gap = Math.max(this.newest + 1, slot - SLOTS + 1); gap <= slot; gap++) {
      this.rtt[gap % SLOTS] = NaN;
      this.rounds[gap % SLOTS] = 0;
      this.lost[gap % SLOTS] = 0;
    }
    this.newest = Math.max(this.newest, slot);
  }
}

export class Samples {
  #rings = new Map();
  #answeredAt = new Map();

  /** @param atMs a steady time of this browser */
  add(samples, atMs) {
    const slot = slotOf(atMs);
    for (const sample of samples) {
      if (!this.#rings.has(sample.address)) {
        if (this.#rings.size >= MOST_ADDRESSES) continue;
        this.#rings.set(sample.address, new Ring());
      }
      const ring = this.#rings.get(sample.address);
      ring.advance(slot);
      ring.sampled = slot;
      const index = slot % SLOTS;
      ring.rounds[index] += sample.rounds;
      ring.lost[index] += sample.lost;
      if (sample.rtt_ms !== null) {
        const known = ring.rtt[index];
        ring.rtt[index] = Number.isNaN(known) ? sample.rtt_ms : Math.max(known, sample.rtt_ms);
        this.#answeredAt.set(sample.address, atMs);
      }
    }
  }

  /** Whether there is anything to be shown of an address. */
  has(address, nowMs) {
    const ring = this.#rings.get(address);
    return ring !== undefined && slotOf(nowMs) - ring.sampled < SLOTS;
  }

  /**
   * What the ring has, the oldest first, up to now; it begins with the first sample, or LEAST_SLOTS ago.
   *
   * @returns {slots: [{rtt, rounds, lost}], rounds, lost, p50, p99, most, latest, answered_age_ms}; the percentiles are of
   *   the longest round-trips of each slot
   */
  summary(address, nowMs) {
    const ring = this.#rings.get(address);
    const now = slotOf(nowMs);
    const found = { slots: [], rounds: 0, lost: 0, p50: null, p99: null, most: null, latest: null, answered_age_ms: null };
    if (ring === undefined) return found;
    ring.advance(now);
    for (let slot = now - SLOTS + 1; slot <= now; slot++) {
      const index = slot % SLOTS;
      const rtt = Number.isNaN(ring.rtt[index]) || ring.rounds[index] === 0 ? null : ring.rtt[index];
      found.slots.push({ rtt, rounds: ring.rounds[index], lost: ring.lost[index] });
      found.rounds += ring.rounds[index];
      found.lost += ring.lost[index];
      if (rtt !== null) {
        found.latest = rtt;
      }
    }
    const first = found.slots.findIndex(({ rounds }) => rounds > 0);
    found.slots = found.slots.slice(Math.min(first < 0 ? SLOTS : first, SLOTS - LEAST_SLOTS));
    const sorted = found.slots.map(({ rtt }) => rtt).filter((rtt) => rtt !== null).sort((one, other) => one - other);
    found.p50 = percentile(sorted, 0.5);
    found.p99 = percentile(sorted, 0.99);
    found.most = sorted[sorted.length - 1] ?? null;
    const answeredAt = this.#answeredAt.get(address);
    found.answered_age_ms = answeredAt === undefined ? null : nowMs - answeredAt;
    return found;
  }
}

function slotOf(timeMs) {
  return Math.floor(timeMs / SLOT_MS) + SLOTS;
}

/** The least value that so large a share of all does not exceed; null: there is none. */
function percentile(sorted, share) {
  return sorted.length === 0 ? null : sorted[Math.ceil(share * sorted.length) - 1];
}
