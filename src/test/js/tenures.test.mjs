import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letters, placed, ticks } from '../../../webroot/js/lanelayout.js';
import { momentOf, moveKind, toldOf } from '../../../webroot/js/lanewords.js';
import { spansByAlias, together } from '../../../webroot/js/tenures.js';

const ALIAS = '192.0.2.100';
const NODES = ['web1', 'web2'];
const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-01-02T04:00:00Z');
const AXIS = { from: NOW - HOUR_MS, to: NOW };

/** A time of the hour, in minutes and seconds. */
function at(minute, second = 0) {
  return new Date(AXIS.from + (minute * 60 + second) * 1000).toISOString();
}

function tenure(node, begin, end, changes = {}) {
  return { alias: ALIAS, group: null, node, begin, end, planned: false, begin_cause: 'took-over', begin_sentence: '',
    end_cause: null, end_sentence: null, end_certain: true, unanswered_ms: null, ...changes };
}

function answer(tenures, changes = {}) {
  return { node: 'web2', at: at(60), from: at(0), to: at(60), truncated: false, tenures,
    nodes: NODES.map((node) => ({ node, since: '2025-12-01T00:00:00Z', error: null })), ...changes };
}

function spans(tenures, changes = {}, axis = AXIS, nodes = NODES) {
  return spansByAlias(answer(tenures, changes), nodes, axis, [ALIAS]).get(ALIAS);
}

/** As "kind of whom, from minute to minute". */
function read(found) {
  return found.map(({ kind, begin, end, tenures }) => {
    const minute = (time) => Math.round((time - AXIS.from) / 600) / 100;
    const who = kind === 'held' || kind === 'two' ? ` ${tenures.map(({ node }) => node).join('+')}` : '';
    return `${kind}${who} ${minute(begin)}-${minute(end)}`;
  });
}

test('a takeover is one node, nobody, then the other, with how long clients had no answer', () => {
  const found = spans([tenure('web1', at(-60), at(10)),
    tenure('web2', at(10, 5), null, { unanswered_ms: 4900, begin_sentence: 'taking over' })]);

  assert.deepEqual(read(found), ['held web1 0-10', 'nobody 10-10.08', 'held web2 10.08-60']);
  assert.equal(moveKind([found[2]]), 'unplanned');
  assert.match(toldOf(ALIAS, [found[2]]), /^web2 has had 192\.0\.2\.100 since .*not planned; clients had no answer for up to 4\.9 s\. web2 said: taking over\./);
  assert.match(toldOf(ALIAS, [found[1]]), /^Nobody had 192\.0\.2\.100, .*\(4\.9 s\)\. web2 found it silent/);
});

test('an alias that is new was not missing before; one that nobody had all the time was', () => {
  const found = spans([tenure('web1', at(50), null, { begin_cause: 'adopted' })]);

  assert.deepEqual(read(found), ['unknown 0-50', 'held web1 50-60']);
  assert.match(toldOf(ALIAS, [found[0]]), /it may not have been defended/);
  assert.deepEqual(read(spans([tenure('web2', at(50), null, { unanswered_ms: 3_600_000 })])), ['nobody 0-50', 'held web2 50-60']);
  assert.deepEqual(read(spans([])), ['nobody 0-60']);
});

test('what may be nothing but two clocks is neither a gap nor an overlap', () => {
  const planned = { planned: true };
  assert.deepEqual(read(spans([tenure('web1', at(-60), at(10)), tenure('web2', at(10, 0.9), null, planned)])),
    ['held web1 0-10.02', 'held web2 10.02-60']);
  assert.deepEqual(read(spans([tenure('web1', at(-60), at(10, 0.9)), tenure('web2', at(10), null, planned)])),
    ['held web1 0-10', 'held web2 10-60']);
  assert.deepEqual(read(spans([tenure('web1', at(-60), at(10)), tenure('web2', at(10, 1), null, planned)])).length, 3);
});

test('a silence that a node measured is no matter of clocks, however short', () => {
  const found = spans([tenure('web1', at(-60), at(10)), tenure('web2', at(10, 0.2), null, { unanswered_ms: 87 })]);

  assert.deepEqual(found.map(({ kind, begin, end }) => [kind, end - begin]).slice(1, 2), [['nobody', 87]]);
  assert.equal(found.length, 3);
});

test('a gap of one node with itself is a gap, and two at once are two', () => {
  assert.deepEqual(read(spans([tenure('web1', at(-60), at(10)), tenure('web1', at(10, 0.6), null)])),
    ['held web1 0-10', 'nobody 10-10.01', 'held web1 10.01-60']);
  assert.deepEqual(read(spans([tenure('web1', at(-60), at(20)), tenure('web2', at(10), null)])),
    ['held web1 0-10', 'two web1+web2 10-20', 'held web2 20-60']);
});

test('what no record reaches is unknown and not a gap', () => {
  const nodes = [{ node: 'web1', since: at(30), error: null }, { node: 'web2', since: at(10), error: null }];
  const found = spans([tenure('web2', at(40), at(50))], { nodes });

  assert.deepEqual(read(found), ['unknown 0-10', 'unknown 10-30', 'unknown 30-40', 'held web2 40-50', 'nobody 50-60']);
  assert.match(toldOf(ALIAS, [found[1]]), /the records of web1 begin later\.$/);
});

test('a node that cannot be asked, or is not asked at all, hides gaps, and not what others had', () => {
  const nodes = [{ node: 'web1', since: null, error: 'connection refused' }, { node: 'web2', since: at(-90), error: null }];
  const found = spans([tenure('web2', at(40), at(50))], { nodes });

  assert.deepEqual(read(found), ['unknown 0-40', 'held web2 40-50', 'unknown 50-60']);
  assert.match(toldOf(ALIAS, [found[0]]), /web1 could not be asked: connection refused/);
  assert.deepEqual(read(spans([], {}, AXIS, [...NODES, 'web3'])), ['unknown 0-60']);
});

test('an open tenure of a node that cannot be asked is not known to go on', () => {
  const nodes = [{ node: 'web1', since: at(-90), error: 'no route' }, { node: 'web2', since: at(-90), error: null }];
  const found = spans([tenure('web1', at(10), null), tenure('web2', at(40), null, { unanswered_ms: 2000 })], { nodes });

  assert.deepEqual(read(found), ['unknown 0-10', 'unknown 10-39.97', 'nobody 39.97-40', 'held web2 40-60']);
});

test('after a node that died it is unknown until another one measured', () => {
  const found = spans([tenure('web1', at(-60), at(10), { end_certain: false }),
    tenure('web2', at(11), null, { unanswered_ms: 1200 })]);

  assert.deepEqual(read(found), ['held web1 0-10', 'unknown 10-10.98', 'nobody 10.98-11', 'held web2 11-60']);
  assert.match(toldOf(ALIAS, [found[1]]), /web1 had it, and did not run to say when it ended/);
});

test('an answer that is old says nothing of the time since', () => {
  const axis = { from: AXIS.from + 120_000, to: AXIS.to + 120_000 };

  assert.deepEqual(read(spans([tenure('web1', at(-60), null)], {}, axis)), ['held web1 2-60', 'unknown 60-62']);
});

test('what is left out of an answer is unknown', () => {
  assert.deepEqual(read(spans([tenure('web1', at(20), null)], { truncated: true })), ['unknown 0-20', 'held web1 20-60']);
});

test('the lanes of a group sum up to who had how many', () => {
  const [one, other] = [spans([tenure('web1', at(-60), at(30)), tenure('web2', at(30), null, { planned: true })]),
    spans([tenure('web1', at(-60), null)])];
  const sum = together([one, other]);

  assert.deepEqual(sum.map(({ kind, counts }) => [kind, counts]),
    [['held', [['web1', 2]]], ['mixed', [['web1', 1], ['web2', 1]]]]);
  assert.equal(moveKind([sum[1]]), 'planned');
  assert.match(toldOf('mail', [sum[1]]), /^mail, .*: 1 on web1 and 1 on web2\. 1 move, planned\.$/);
});

test('every span has its place, however short and however many', () => {
  const flaps = Array.from({ length: 200 }, (_, index) =>
    tenure(NODES[index % 2], at(50, index * 3), at(50, index * 3 + 1), { unanswered_ms: 50 }));
  for (const width of [60, 300, 1400]) {
    for (const lane of [spans(flaps), spans([tenure('web1', at(-60), at(59, 59)), tenure('web2', at(59, 59.9), null)])]) {
      const cells = placed(lane, AXIS, width);
      assert.deepEqual(cells.flatMap((cell) => cell.spans), lane);
      assert.equal(cells.reduce((sum, cell) => sum + cell.width, 0), width);
      cells.forEach((cell, index) => {
        assert.ok(cell.width >= 16 || cell.spans.length === 1, `${width}: ${cell.width}`);
        assert.equal(cell.x, index === 0 ? 0 : cells[index - 1].x + cells[index - 1].width);
      });
    }
  }
  const [crowd] = placed(spans(flaps), AXIS, 300).filter((cell) => cell.spans.length > 1);
  assert.match(toldOf(ALIAS, crowd.spans), /moves of 192\.0\.2\.100 within .*Meanwhile: nobody had it for/);
});

test('who has it now has a cell of its own, however new', () => {
  const lane = spans([tenure('web1', at(-60), at(59, 50)), tenure('web2', at(59, 55), null, { unanswered_ms: 4000 })]);
  const cells = placed(lane, AXIS, 300);

  assert.deepEqual(cells.map(({ spans: own }) => own.map(({ kind }) => kind)), [['held'], ['nobody'], ['held']]);
  assert.deepEqual(cells.map(({ x, width }) => [x, width]), [[0, 268], [268, 16], [284, 16]]);
});

test('a moment is around its beginning, and around all of what was broken', () => {
  const found = spans([tenure('web1', at(-60), at(10)), tenure('web2', at(12), null)]);
  const minute = (moment) => moment.map((time) => (time - AXIS.from) / 60_000);

  assert.deepEqual(minute(momentOf([found[1]], 60_000)), [9, 13]);
  assert.deepEqual(minute(momentOf([found[2]], 60_000)), [11, 13]);
});

test('times of the axis are easily read and apart, letters do not depend on who has what', () => {
  const marks = ticks(AXIS, 900, 0);

  assert.deepEqual(marks.map(({ time }) => new Date(time).getUTCMinutes()), [0, 10, 20, 30, 40, 50]);
  assert.ok(ticks({ from: NOW - 168 * HOUR_MS, to: NOW }, 300, 0).length >= 1);
  assert.deepEqual([...letters(['web10', 'web2', 'web10'])].map(([node, { letter }]) => `${letter} ${node}`),
    ['A web2', 'B web10']);
});
