import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History, isMove } from '../../../webroot/js/history.js';

function event(id, node, second, changes = {}) {
  return { id, node, at: `2026-01-02T03:04:${String(second).padStart(2, '0')}Z`, alias: '192.0.2.100', level: 'info',
    cause: 'answers', sentence: `sentence ${id}`, ...changes };
}

test('events of two nodes are merged by time, and none twice', () => {
  const history = new History();
  history.add([event(1, 'web1', 1), event(2, 'web1', 5)]);
  history.add([event(1, 'web2', 3), event(2, 'web1', 5)]);

  assert.deepEqual(history.newestFirst().map(({ node, id }) => `${node} ${id}`), ['web1 2', 'web2 1', 'web1 1']);
});

test('a node whose ids begin anew loses nothing', () => {
  const history = new History();
  history.add([event(1, 'web1', 1), event(1, 'web1', 9)]);

  assert.equal(history.newestFirst().length, 2);
});

test('filters go by alias, least level and all words', () => {
  const history = new History();
  history.add([
    event(1, 'web1', 1, { level: 'error', sentence: 'no router' }),
    event(2, 'web1', 2, { level: 'warning', sentence: 'router late' }),
    event(3, 'web1', 3, { level: 'warning', alias: null, sentence: 'router late' }),
  ]);
  const ids = (filter) => history.filtered({ alias: '', level: 'info', text: '', ...filter }).map(({ id }) => id);

  assert.deepEqual(ids({ level: 'error' }), [1]);
  assert.deepEqual(ids({ alias: '192.0.2.100', level: 'warning' }), [2, 1]);
  assert.deepEqual(ids({ text: 'LATE router' }), [3, 2]);
});

test('the last move is the newest of any node, and only moves count', () => {
  const history = new History();
  history.add([
    event(1, 'web1', 1, { cause: 'took-over' }),
    event(1, 'web2', 2, { cause: 'released' }),
    event(2, 'web2', 3),
  ]);

  assert.equal(history.lastMove('192.0.2.100').node, 'web2');
  assert.equal(isMove(event(1, 'web1', 1, { cause: 'took-over', alias: null })), false);
});

test('a move is told with the decision that led to it, of the same node', () => {
  const history = new History();
  history.add([
    event(1, 'web1', 1, { cause: 'taking-over', sentence: 'silent for 41 ms; taking over' }),
    event(2, 'web1', 2, { cause: 'took-over' }),
    event(1, 'web2', 1, { cause: 'releasing' }),
  ]);

  assert.equal(history.lastMove('192.0.2.100').why, 'silent for 41 ms; taking over');
});

test('what is kept is bounded, and the oldest go', () => {
  const history = new History();
  for (let id = 1; id <= 90; id++) {
    history.add(Array.from({ length: 100 }, (_, index) =>
      ({ ...event(id * 100 + index, 'web1', 0), at: new Date((id * 100 + index) * 1000).toISOString() })));
  }

  assert.equal(history.size, 8000);
  assert.equal(history.newestFirst()[0].id, 9099);
});

test('a moment narrows it', () => {
  const history = new History();
  history.add([event(1, 'web1', 1), event(2, 'web1', 5), event(3, 'web1', 9)]);
  const time = (second) => Date.parse(`2026-01-02T03:04:0${second}Z`);
  const found = history.filtered({ alias: '', level: 'info', text: '', from: time(5), to: time(8) });

  assert.deepEqual(found.map(({ id }) => id), [2]);
});

test('a planned move has its reason: to whom it was handed over', () => {
  const history = new History();
  history.add([
    event(1, 'web1', 1, { cause: 'handing-over', sentence: 'to web2: an operator moves it' }),
    event(2, 'web1', 2, { cause: 'released' }),
  ]);

  assert.equal(history.lastMove('192.0.2.100').why, 'to web2: an operator moves it');
});
