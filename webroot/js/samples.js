// The probe samples of the last minutes, in rings of fixed size: a page that is open for weeks needs no more memory
// than one that was just opened. No DOM in here.

export const SLOT_MS = 500;
export const SLOTS = 600;
const MOST_ADDRESSES = 512;

class Ring {
  rtt = new Float32Array(SLOTS);
  rounds = new Uint16Array(SLOTS);
  lost = new Uint16Array(SLOTS);
  newest = 0;

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
    const slot = Math.floor(atMs / SLOT_MS) + SLOTS;
    for (const sample of samples) {
      if (!this.#rings.has(sample.address)) {
        if (this.#rings.size >= MOST_ADDRESSES) continue;
        this.#rings.set(sample.address, new Ring());
      }
      const ring = this.#rings.get(sample.address);
      ring.advance(slot);
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

  has(address) {
    return this.#rings.has(address);
  }

  /**
   * What the ring has, the oldest first, up to now.
   *
   * @returns {slots: [{rtt, rounds, lost}], rounds, lost, least, most, latest, answered_age_ms}
   */
  summary(address, nowMs) {
    const ring = this.#rings.get(address);
    const now = Math.floor(nowMs / SLOT_MS) + SLOTS;
    const found = { slots: [], rounds: 0, lost: 0, least: null, most: null, latest: null, answered_age_ms: null };
    if (ring === undefined) return found;
    ring.advance(now);
    for (let slot = now - SLOTS + 1; slot <= now; slot++) {
      const index = slot % SLOTS;
      const rtt = Number.isNaN(ring.rtt[index]) || ring.rounds[index] === 0 ? null : ring.rtt[index];
      found.slots.push({ rtt, rounds: ring.rounds[index], lost: ring.lost[index] });
      found.rounds += ring.rounds[index];
      found.lost += ring.lost[index];
      if (rtt !== null) {
        found.least = Math.min(found.least ?? rtt, rtt);
        found.most = Math.max(found.most ?? rtt, rtt);
        found.latest = rtt;
      }
    }
    const answeredAt = this.#answeredAt.get(address);
    found.answered_age_ms = answeredAt === undefined ? null : nowMs - answeredAt;
    return found;
  }
}
