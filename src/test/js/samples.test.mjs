import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted, layout } from '../../../webroot/js/layout.js';
import { Samples, SLOT_MS, SLOTS } from '../../../webroot/js/samples.js';
import { duration, listed } from '../../../webroot/js/words.js';

const ROUTER = '192.0.2.1';

function sample(rtt) {
  return [{ address: ROUTER, rounds: 1, lost: rtt === null ? 1 : 0, broken: 0, rtt_ms: rtt }];
}

test('a slot keeps the longest round-trip and counts what was lost', () => {
  const samples = new Samples();
  samples.add(sample(0.2), 1000);
  samples.add(sample(0.5), 1001);
  samples.add(sample(null), 1002);
  const summary = samples.summary(ROUTER, 1100);

  assert.equal(summary.latest, 0.5);
  assert.deepEqual([summary.rounds, summary.lost, summary.answered_age_ms], [3, 1, 99]);
});

test('silence of the stream is a gap and not the last value again', () => {
  const samples = new Samples();
  samples.add(sample(0.25), 0);
  samples.add(sample(0.5), 10 * SLOT_MS);
  const { slots } = samples.summary(ROUTER, 10 * SLOT_MS);

  assert.deepEqual(slots.slice(-11).map(({ rtt }) => rtt), [0.25, ...Array(9).fill(null), 0.5]);
});

test('what is older than the ring is forgotten, and what has nothing is not there', () => {
  const samples = new Samples();
  samples.add(sample(0.2), 0);

  assert.equal(samples.has(ROUTER, (SLOTS - 1) * SLOT_MS), true);
  assert.equal(samples.has('192.0.2.2', 0), false);
  assert.equal(samples.summary(ROUTER, (SLOTS - 1) * SLOT_MS).slots.length, SLOTS);
  assert.equal(samples.has(ROUTER, SLOTS * SLOT_MS), false);
  assert.equal(samples.summary(ROUTER, SLOTS * SLOT_MS).rounds, 0);
});

test('the time of a plot is what there is, from the first sample on', () => {
  const samples = new Samples();
  samples.add(sample(0.2), 0);

  assert.equal(samples.summary(ROUTER, 0).slots.length, 20);
  assert.equal(samples.summary(ROUTER, 100 * SLOT_MS).slots.length, 101);
  assert.equal(samples.summary(ROUTER, 100 * SLOT_MS).slots[0].rounds, 1);
});

test('percentiles are those of the slots', () => {
  const samples = new Samples();
  for (let slot = 1; slot <= 100; slot++) samples.add(sample(slot), slot * SLOT_MS);
  const { p50, p99, most } = samples.summary(ROUTER, 100 * SLOT_MS);

  assert.deepEqual([p50, p99, most], [50, 99, 100]);
});

test('everything in the picture is within its width and in its box, from one alias to fifty', () => {
  for (const width of [250, 320, 700, 1400]) {
    for (const count of [1, 2, 50]) {
      const badges = Array.from({ length: count }, (_, index) => `192.0.2.${index}`);
      const plan = layout(width, 2, [
        { id: 'web1', badges, linked: true }, { id: 'web2', badges: [], linked: true },
        { id: 'web3', badges: [], linked: true }, { id: 'nobody', badges: [], linked: false }]);
      const box = plan.boxes.get('web1');
      for (const badge of plan.badges.values()) {
        assert.ok(badge.x >= box.x && badge.x + badge.width <= box.x + box.width, `${width} ${count}`);
        assert.ok(badge.y >= box.y && badge.y + badge.height <= box.y + box.height, `${width} ${count}`);
      }
      for (const one of [...plan.boxes.values(), ...plan.tops]) {
        assert.ok(one.x >= 0 && one.x + one.width <= width && one.y + one.height <= plan.height, `${width} ${count}`);
      }
    }
  }
});

test('words fit', () => {
  assert.equal(fitted('192.0.2.100', 100), '192.0.2.100');
  assert.equal(fitted('web-frontend-1', 74), 'web-front…');
  assert.equal(fitted('2001:db8:0:1:2:3:4:5', 74), '2001:…:4:5');
  assert.equal(listed(['a', 'b', 'c', 'd']), 'a, b and 2 more');
  assert.equal(duration(null), 'unknown');
  assert.equal(duration(3_723_000), '1 h 2 min');
});
