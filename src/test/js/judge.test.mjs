// The page's judgement, without a browser: `node --test src/test/js`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byTrouble, grouped, judge, matches } from '../../../webroot/js/judge.js';
import { ordered } from '../../../webroot/js/order.js';

const FRESH_MS = 4000;

function at(ms) {
  return { steady: ms, wall: ms };
}

function alias(number, changes = {}) {
  const address = `192.0.2.${number}`;
  return {
    address, placement: `${address}/24 on eth0`, group: null, role: 'secondary', state: 'watching', since_ms: 60_000,
    view: 'answered', holder: 'web1', holder_mac: null, answer_age_ms: 20, filtered_ms: null, cause: 'answers', level: 'info',
    reason: `secondary: ${address} answers`, counters: {}, ...changes,
  };
}

const SILENT = { view: 'silent', state: 'vacant', holder: null, cause: 'network-down', level: 'error' };

function state(aliases, changes = {}) {
  return {
    status: { node: 'web2', version: '1', fresh_ms: FRESH_MS, maintenance: null, aliases, hosts: [],
      configuration: { file: 'a.yaml', accepted: true, lines: [], age_ms: 1 } },
    statusAt: at(0), confirmedAt: at(0), unavailable: null, connected: true, lostAt: null,
    peers: { peers: [{ node: 'web1', url: 'http://web1', fresh: true, error: null, age_ms: 1, status: null }],
      aliases: aliases.map(({ address }) => ({ address, agree: true, differ_ms: null, sentence: null, views: [] })) },
    peersAt: at(0), ...changes,
  };
}

test('when all is well the headline says who answers and that both nodes agree', () => {
  const { headline } = judge(state([alias(100), alias(101)]), at(100));

  assert.equal(headline.level, 'good');
  assert.equal(headline.sentence, 'web1 answers for both aliases; both nodes agree; nothing is wrong');
});

test('what is older than fresh_ms is unknown, whatever it said', () => {
  const before = judge(state([alias(100)]), at(FRESH_MS));
  const after = judge(state([alias(100)]), at(FRESH_MS + 1));

  assert.equal(before.aliases[0].who, 'web1');
  assert.equal(after.aliases[0].who, null);
  assert.equal(after.aliases[0].view, 'unknown');
  assert.equal(after.headline.level, 'unknown');
});

test('a laptop that slept is stale though its steady clock stood still', () => {
  const { stale } = judge(state([alias(100)]), { steady: 100, wall: 3_600_000 });

  assert.equal(stale, true);
});

test('what a beat confirmed is fresh, and goes on counting since the status', () => {
  const view = judge(state([alias(100)], { confirmedAt: at(9_900) }), at(10_000));

  assert.equal(view.stale, false);
  assert.equal(view.aliases[0].since_ms, 70_000);
});

test('a lost stream is told at once, though what is known is still fresh', () => {
  const { headline } = judge(state([alias(100)], { connected: false, lostAt: new Date() }), at(1));

  assert.equal(headline.level, 'unknown');
  assert.match(headline.sentence, /^no connection to web2 since /);
  assert.match(headline.summary, /^before that: web1 answers for 192\.0\.2\.100/);
});

test('when the deciding part does not answer nothing is known', () => {
  const { headline } = judge(state([alias(100)], { unavailable: 'it is busy' }), at(1));

  assert.equal(headline.sentence, 'Nothing is known: it is busy');
});

test('a silent alias comes before everything else, with since when', () => {
  const view = judge(state([alias(100), alias(101, SILENT)]), at(0));

  assert.equal(view.headline.level, 'bad');
  assert.equal(view.headline.sentence, 'nobody answers for 192.0.2.101, for 1 min 0 s');
  assert.deepEqual(byTrouble(view.aliases).map(({ address }) => address), ['192.0.2.101', '192.0.2.100']);
});

test('many silent aliases are one sentence', () => {
  const { troubles } = judge(state([100, 101, 102, 103, 104].map((number) => alias(number, SILENT))), at(0));

  assert.deepEqual(troubles.map(({ sentence }) => sentence),
    ['nobody answers for 192.0.2.100, 192.0.2.101 and 3 more, for 1 min 0 s']);
});

test('a takeover that is over is no trouble though its event was a warning', () => {
  const held = { view: 'held', state: 'holding', holder: 'web2', cause: 'took-over', level: 'warning' };

  assert.equal(judge(state([alias(100, held)]), at(0)).headline.level, 'good');
});

test('a conflict is trouble though its level is but a warning', () => {
  const conflict = { view: 'held', state: 'holding', cause: 'conflict', level: 'warning', reason: 'web1 has it too' };

  assert.equal(judge(state([alias(100, conflict)]), at(0)).headline.sentence, 'web1 has it too');
});

test('views that differ are trouble only when they go on differing', () => {
  const differing = (differMs) => {
    const given = state([alias(100)]);
    given.peers.aliases[0] = { ...given.peers.aliases[0], agree: false, differ_ms: differMs, sentence: 'they differ' };
    return judge(given, at(0)).headline.level;
  };

  assert.equal(differing(500), 'good');
  assert.equal(differing(5000), 'uneasy');
});

test('a peer that was not heard is trouble, and agreement is not claimed', () => {
  const given = state([alias(100)]);
  given.peers.peers[0] = { ...given.peers.peers[0], fresh: false, error: 'connection refused' };
  given.peers.aliases[0].agree = null;
  const { headline } = judge(given, at(0));

  assert.equal(headline.sentence, 'web1’s own view is not known: connection refused');
  assert.match(headline.summary, /whether the nodes agree is not known/);
});

test('peers that were told long ago are not known', () => {
  const view = judge(state([alias(100)], { statusAt: at(9_000), confirmedAt: at(9_000) }), at(9_000));

  assert.equal(view.agreement.size, 0);
  assert.equal(view.peers[0].fresh, false);
});

test('without peers the page claims no agreement', () => {
  const { headline } = judge(state([alias(100)], { peers: { peers: [], aliases: [] } }), at(0));

  assert.equal(headline.sentence, 'web1 answers for 192.0.2.100; this is how web2 alone sees it; nothing is wrong');
});

test('a rejected configuration and a silent router are told', () => {
  const given = state([alias(100)]);
  given.status.configuration.accepted = false;
  given.status.hosts = [{ name: 'router', address: '192.0.2.1', state: 'silent', age_ms: 1, silent_ms: 61_000, rtt_ms: null }];
  const words = judge(given, at(0)).troubles.map(({ sentence }) => sentence).join('; ');

  assert.match(words, /router \(192\.0\.2\.1\) has not answered for 1 min 1 s/);
  assert.match(words, /configuration file was rejected/);
});

test('a search finds all its words, and groups keep their order', () => {
  const { aliases } = judge(state([alias(100, { group: 'mail' }), alias(101), alias(102, { group: 'mail' })]), at(0));

  assert.deepEqual(aliases.filter((one) => matches(one, 'mail WEB1')).length, 2);
  assert.deepEqual(grouped(aliases).map(({ name, aliases: members }) => [name, members.length]),
    [['mail', 2], [null, 1]]);
});

const HELD = { view: 'held', state: 'holding', holder: 'web2' };

test('an alias that is being handed over is on its way, and not in trouble for long', () => {
  const young = judge(state([alias(100, { ...HELD, state: 'handing-over', since_ms: 10 })]), at(0));
  const old = judge(state([alias(100, { ...HELD, state: 'handing-over', since_ms: 5_000 })]), at(0));

  assert.equal(young.aliases[0].stateWords, 'being handed over');
  assert.equal(young.aliases[0].trouble.kind, 'passing');
  assert.equal(young.aliases[0].who, 'web2');
  assert.equal(old.aliases[0].trouble, null);
});

test('a holder whom no other node hears is in trouble, and one who leaves it alone is uneasy', () => {
  const unheard = { cause: 'unheard', level: 'warning', reason: 'secondary: web1 does not hear it' };
  const holder = judge(state([alias(100, { ...HELD, ...unheard })]), at(0));
  const watcher = judge(state([alias(100, unheard)]), at(0));

  assert.equal(holder.headline.level, 'bad');
  assert.equal(holder.aliases[0].trouble.words, 'no other node hears it');
  assert.equal(watcher.headline.level, 'uneasy');
});

function checked(checks) {
  const told = state([alias(100)]);
  told.status.checks = checks.map((check) => ({ kind: 'tcp', target: '127.0.0.1:3128', sentence: null, took_ms: 1,
    recent: '', aliases: ['192.0.2.100'], since_ms: 12_000, ...check }));
  return told;
}

test('a check that fails is told with its sentence, and others are not', () => {
  const judged = judge(checked([{ name: 'squid', state: 'failing', sentence: 'connection refused' },
    { name: 'port', state: 'passing' }, { name: 'slow', state: 'unknown' }]), at(0));

  assert.deepEqual(judged.troubles.map(({ sentence }) => sentence),
    ['squid on web2 has failed for 12 s (connection refused)']);
  assert.equal(judged.headline.level, 'uneasy');
  assert.deepEqual(judged.checks.map(({ level }) => level), ['uneasy', 'good', 'unknown']);
});

test('a check that is old is unknown, and a daemon that tells of none has none', () => {
  const stale = judge(checked([{ name: 'squid', state: 'passing' }]), at(FRESH_MS + 1));

  assert.equal(stale.checks[0].level, 'unknown');
  assert.deepEqual(judge(state([alias(100)]), at(0)).checks, []);
});

function linked(paths, word = { maintenance: false, differs: [] }) {
  const told = state([alias(100)]);
  told.status.link = { state: 'on', why: null, age_ms: 1, nodes: [{ node: 'web1', word,
    paths: paths.map((way, index) => ({ to: `192.0.2.${11 + index}`, way, since_ms: 3_000, rtt_ms: 0.2, loss: 0 })) }] };
  return told;
}

test('what is wrong with the node link is told, as heavy as it is', () => {
  const sentences = (paths, word) => judge(linked(paths, word), at(0)).troubles.map(({ sentence }) => sentence);

  assert.deepEqual(sentences(['both']), []);
  assert.deepEqual(sentences(['both', 'never']), []);
  assert.deepEqual(sentences(['both', 'none']), ['a path of the node link to web1 (192.0.2.12) does not work']);
  assert.deepEqual(sentences(['one-way']), ['over the node link web1 is heard, and does not hear this host, for 3 s']);
  assert.deepEqual(sentences(['never']), ['over the node link web1 was never heard']);
  assert.deepEqual(sentences(['both'], { maintenance: false, differs: ['grace'] }),
    ['web1 is configured differently: grace']);
});

test('a node link that is old is unknown, and one that is off is no trouble', () => {
  const stale = judge(linked(['both']), at(FRESH_MS + 1)).link;
  const off = state([alias(100)]);
  off.status.link = { state: 'off', why: 'there is no key', age_ms: 1, nodes: [] };

  assert.equal(stale.nodes[0].level, 'unknown');
  assert.equal(stale.nodes[0].paths[0].level, 'unknown');
  assert.equal(stale.nodes[0].heard, false);
  assert.deepEqual(judge(off, at(0)).troubles, []);
});

function hooked(hooks) {
  const told = state([alias(100)]);
  told.status.hooks = hooks.map((hook) => ({ hook: 'run /hooks/role', kind: 'run', on: ['took-over'], running: false,
    running_ms: null, timeout_ms: 10_000, queued: 0, done: 1, failures: 0, dropped: 0,
    last: { at: '2026-01-02T03:04:05Z', succeeded: true, event: 'took-over', sentence: 'exit status 0' }, ...hook }));
  return told;
}

test('a hook is good only while its last attempt succeeded, nothing was dropped, and what is told is fresh', () => {
  const failed = { at: '2026-01-02T03:04:05Z', succeeded: false, event: 'error', sentence: 'connection refused' };
  const told = hooked([{}, { last: failed }, { dropped: 2 }, { last: null }, { running: true, running_ms: 4000 }]);
  const view = judge(told, at(900));

  assert.deepEqual(view.hooks.map(({ level }) => level), ['good', 'uneasy', 'uneasy', 'unknown', 'good']);
  assert.deepEqual(view.hooks.map(({ state: of }) => of), ['told', 'failed', 'dropped', 'nothing', 'told']);
  assert.equal(view.hooks[0].name, '/hooks/role');
  assert.equal(view.headline.level, 'good', 'what failed once is no trouble of now');
  const stale = judge(told, at(FRESH_MS + 1));
  assert.deepEqual(stale.hooks.map(({ level }) => level), Array(5).fill('unknown'));
  assert.deepEqual(judge(state([alias(100)]), at(0)).hooks, []);
});

test('a hook that hangs is seen after five seconds though nothing new was told of it', () => {
  const told = hooked([{ running: true, running_ms: 4000, queued: 3 }]);

  assert.equal(judge(told, at(900)).hooks[0].state, 'told');
  const view = judge(told, at(1000));
  assert.equal(view.hooks[0].state, 'hangs');
  assert.deepEqual(view.troubles.map(({ sentence }) => sentence), ['hook run /hooks/role has been running for 5 s']);
});

test('a hook that is tried again and again is a trouble while something waits for it', () => {
  const last = { at: '2026-01-02T03:04:05Z', succeeded: false, event: 'error', sentence: 'connection refused' };
  const view = judge(hooked([{ hook: 'post https://alerts.example.net', kind: 'post', queued: 2, last }]), at(0));

  assert.equal(view.headline.level, 'uneasy');
  assert.equal(view.headline.sentence,
    'hook post https://alerts.example.net fails (connection refused), 2 events wait');
});

test('aliases are ordered by address as numbers, by holder, by time and by last move', () => {
  const { aliases } = judge(state([alias(10, { since_ms: 1 }), { ...alias(9), since_ms: 9 },
    { ...alias(8), address: '2001:db8::10', since_ms: 5, holder: 'web2' }]), at(0));
  const moves = new Map([['192.0.2.9', { time: 7 }], ['2001:db8::10', { time: 8 }]]);
  const facts = { sinceMs: (one) => one.since_ms, lastMove: ({ address }) => moves.get(address) };
  const by = (name, descending = false) => ordered(aliases, name, descending, facts).map(({ address }) => address);

  assert.deepEqual(by('address'), ['192.0.2.9', '192.0.2.10', '2001:db8::10']);
  assert.deepEqual(by('since'), ['192.0.2.10', '2001:db8::10', '192.0.2.9']);
  assert.deepEqual(by('move'), ['2001:db8::10', '192.0.2.9', '192.0.2.10']);
  assert.deepEqual(by('who', true), ['2001:db8::10', '192.0.2.9', '192.0.2.10']);
  assert.deepEqual(by('configuration'), ['192.0.2.10', '192.0.2.9', '2001:db8::10']);
});

test('what was is shown up to when it was asked, and against now when that is long ago', () => {
  const tenures = { at: '2026-01-02T04:00:00Z', nodes: [], tenures: [], truncated: false };
  const given = state([alias(100)], { tenures, tenuresAt: at(0), tenuresSpanMs: 3_600_000 });
  const end = Date.parse(tenures.at);

  assert.deepEqual(judge(given, at(3_000)).tenures.axis, { from: end - 3_600_000, to: end });
  const late = judge({ ...given, statusAt: at(80_000), confirmedAt: at(80_000) }, at(80_000)).tenures;
  assert.deepEqual([late.old, late.axis.to], [true, end + 80_000]);
  assert.equal(judge(given, at(FRESH_MS + 1)).tenures.old, true);
  assert.deepEqual(judge(state([], { tenuresError: 'HTTP status 503' }), at(0)).tenures,
    { answer: null, error: 'HTTP status 503' });
});
