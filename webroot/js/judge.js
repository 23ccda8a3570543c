// What the daemon's facts mean: who answers, what is stale, what is wrong and how much. No DOM and no clock in here,
// only what is given, so that every judgement can be tested.

import { age } from './clock.js';
import { headline, troubles } from './verdict.js';

/** The nodes are asked one second apart, so during a move their views differ for a moment. */
const DIFFER_MS = 2500;
/** What the daemon knows of its peers is asked every second; after this it is not known any more. */
const PEERS_FRESH_MS = 5000;
/** Who had it when is asked twice a minute, and at every move. */
const TENURES_FRESH_MS = 70_000;

/** Standing causes that need somebody, whatever the daemon's level; the others tell of what is over. */
const TROUBLE = new Set(['conflict', 'undefended', 'same-rank', 'stranger', 'isolated', 'filtered', 'leaving-filtered', 'unheard', 'unfit', 'cannot-probe', 'network-down', 'no-witness', 'misplaced', 'lease-missing', 'lease-lost',
  'command-failed']);
/** A hook that runs for so long hangs, or is slow: what happens meanwhile waits for it. */
const HOOK_HANGS_MS = 5000;
/** Between two states: it lasts milliseconds, and what it ends in will be told. */
const PASSING = new Set(['confirming', 'claiming', 'ready', 'handing-over', 'restoring', 'releasing']);
const PASSING_MS = 2000;

const VIEW_WORDS = { held: 'held here', answered: 'answered', silent: 'nobody answers', unknown: 'unknown' };
const STATE_WORDS = {
  starting: 'just started',
  watching: 'watching',
  confirming: 'being checked',
  vacant: 'left alone',
  ready: 'about to be taken',
  claiming: 'being taken',
  holding: 'held here',
  'handing-over': 'being handed over',
  restoring: 'being put back',
  releasing: 'being taken off',
  'standing-aside': 'taken off here by an operator',
  suspended: 'left alone in maintenance',
  stopped: 'not defended any more',
};

/**
 * Everything the page shows, out of what was received and how long ago that was.
 *
 * @param state see store.js
 * @param now an instant of clock.js
 */
export function judge(state, now) {
  const { status } = state;
  const ageMs = age(state.confirmedAt, now);
  const freshMs = status?.fresh_ms ?? 0;
  const stale = status === null || state.unavailable !== null || ageMs > freshMs;
  const agreement = agreements(state, now, stale);
  const view = {
    node: status?.node ?? null,
    version: status?.version ?? null,
    known: status !== null,
    connected: state.connected,
    lostAt: state.lostAt,
    unavailable: state.unavailable,
    ageMs,
    stale,
    maintenance: status?.maintenance ?? null,
    configuration: configuration(state, now),
    aliases: (status?.aliases ?? []).map((alias) =>
      judgeAlias(alias, stale, age(state.statusAt, now), ageMs, agreement.get(alias.address), status.node)),
    hosts: (status?.hosts ?? []).map((host) => judgeHost(host, stale, age(state.statusAt, now), ageMs)),
    peers: judgePeers(state, now, stale),
    checks: judgeChecks(status?.checks ?? [], stale, age(state.statusAt, now)),
    hooks: judgeHooks(status?.hooks ?? [], stale, age(state.statusAt, now)),
    lease: judgeLease(status?.lease ?? null, stale, age(state.statusAt, now)),
    link: judgeLink(status?.link ?? null, stale, age(state.statusAt, now)),
    agreement,
    tenures: judgeTenures(state, now, stale),
  };
  view.troubles = troubles(view);
  view.headline = headline(view);
  return view;
}

function judgeAlias(alias, stale, statusAgeMs, ageMs, agreement, node) {
  const seen = stale ? 'unknown' : alias.view;
  const judged = {
    ...alias,
    view: seen,
    who: who(alias, seen, node),
    passing: !stale && PASSING.has(alias.state),
    since_ms: alias.since_ms + statusAgeMs,
    answer_age_ms: alias.answer_age_ms === null ? null : alias.answer_age_ms + ageMs,
    viewWords: VIEW_WORDS[seen],
    stateWords: stale ? 'unknown' : STATE_WORDS[alias.state] ?? alias.state,
    agreement: agreement ?? null,
  };
  return { ...judged, trouble: aliasTrouble(judged, stale) };
}

/** The node or host that has an alias: its name; 'nobody'; null when that is not known. */
export function who(alias, view, node) {
  if (view === 'held') return node;
  if (view === 'answered') return alias.holder ?? 'a host that cannot be named';
  if (view === 'silent') return 'nobody';
  return null;
}

/** A MAC address is a host that is no node of ours. */
export function isStranger(name) {
  return name !== null && name.includes(':');
}

/** What is wrong with one alias; null: nothing. The heavier, the sooner somebody should look. */
function aliasTrouble(alias, stale) {
  if (stale) return { level: 'unknown', weight: 80, kind: 'unknown', words: 'unknown' };
  const young = alias.passing && alias.since_ms < PASSING_MS;
  if (alias.view === 'silent' && !young) {
    return { level: 'bad', weight: 100, kind: 'silent', words: 'nobody answers' };
  }
  if (claimants(alias.agreement) > 1 && alias.agreement.lasting) {
    return { level: 'bad', weight: 95, kind: 'said', words: 'on two nodes', sentence: alias.agreement.sentence };
  }
  if (alias.filtered_ms !== null && alias.view === 'held') {
    return { level: 'bad', weight: 92, kind: 'said', words: 'frames dropped',
      sentence: `The network drops the frames of ${alias.address} that come from here` };
  }
  if (alias.cause === 'unheard' && alias.view === 'held') {
    return { level: 'bad', weight: 91, kind: 'reason', words: 'no other node hears it' };
  }
  if (alias.level === 'error') return { level: 'bad', weight: 90, kind: 'reason', words: alias.cause };
  if (TROUBLE.has(alias.cause)) return { level: 'uneasy', weight: 70, kind: 'reason', words: alias.cause };
  if (young) return { level: 'uneasy', weight: 40, kind: 'passing', words: alias.stateWords };
  if (alias.view === 'unknown') return { level: 'unknown', weight: 80, kind: 'unknown', words: alias.stateWords };
  if (isStranger(alias.who)) return { level: 'uneasy', weight: 65, kind: 'stranger', words: 'on a strange host' };
  if (alias.agreement?.lasting) {
    return { level: 'uneasy', weight: 60, kind: 'said', words: 'the nodes disagree',
      sentence: alias.agreement.sentence };
  }
  return null;
}

function claimants(agreement) {
  return agreement?.views.filter((view) => view.view === 'held').length ?? 0;
}

function judgeHost(host, stale, statusAgeMs, ageMs) {
  return {
    ...host,
    state: stale ? 'unknown' : host.state,
    age_ms: host.age_ms === null ? null : host.age_ms + ageMs,
    silent_ms: host.silent_ms === null ? null : host.silent_ms + statusAgeMs,
    witness: host.name === 'router' || host.name === 'witness',
  };
}

/** Those of an earlier daemon are none. */
function judgeChecks(checks, stale, statusAgeMs) {
  const levels = { passing: 'good', failing: 'uneasy' };
  return checks.map((check) => ({
    ...check,
    since_ms: check.since_ms + statusAgeMs,
    level: stale ? 'unknown' : levels[check.state] ?? 'unknown',
  }));
}

/** Those of an earlier daemon are none. The name is without its kind, which is its first word. */
/** What is left of a lease counts down here, too; null: none are needed. */
function judgeLease(lease, stale, statusAgeMs) {
  if (lease === null) return null;
  return {
    ...lease,
    level: stale ? 'unknown' : lease.reached ? 'good' : 'uneasy',
    unreached_ms: lease.unreached_ms === null ? null : lease.unreached_ms + statusAgeMs,
    leases: lease.leases.map((one) => ({
      ...one, left_ms: one.left_ms === null ? null : Math.max(0, one.left_ms - statusAgeMs),
    })),
  };
}

function judgeHooks(hooks, stale, statusAgeMs) {
  const levels = { told: 'good', nothing: 'unknown' };
  return hooks.map((hook) => {
    const running = typeof hook.running_ms === 'number' ? hook.running_ms + statusAgeMs : null;
    const state = running !== null && running >= HOOK_HANGS_MS ? 'hangs'
      : hook.last?.succeeded === false ? 'failed'
        : hook.dropped > 0 ? 'dropped'
          : hook.last === null ? 'nothing' : 'told';
    return {
      ...hook,
      name: hook.hook.startsWith(`${hook.kind} `) ? hook.hook.slice(hook.kind.length + 1) : hook.hook,
      running_ms: running,
      state,
      level: stale ? 'unknown' : levels[state] ?? 'uneasy',
    };
  });
}

/** Null: this daemon tells nothing of a link. Of each other node: whether it is heard, and by which paths. */
function judgeLink(link, stale, statusAgeMs) {
  if (link === null) return null;
  return {
    on: link.state === 'on',
    why: link.why,
    nodes: link.nodes.map((node) => {
      const both = node.paths.some((path) => path.way === 'both');
      const paths = node.paths.map((path) => ({
        ...path,
        since_ms: path.since_ms + statusAgeMs,
        level: stale ? 'unknown' : pathLevel(path, both),
      }));
      const broken = !both || paths.some(({ level }) => level === 'uneasy');
      return { ...node, paths, heard: both && !stale, level: stale ? 'unknown' : broken ? 'uneasy' : 'good' };
    }),
  };
}

/** A path that never worked is no path, where another one does: a router need not forward. */
function pathLevel({ way }, another) {
  if (way === 'both') return 'good';
  return way === 'never' && another ? 'unknown' : 'uneasy';
}

/** The others are known through this node; who does not hear it knows nothing of them either. */
function peersAreFresh(state, now, stale) {
  return !stale && state.peers !== null && age(state.peersAt, now) <= PEERS_FRESH_MS;
}

/** By the alias. Empty when it is too old to be told. */
function agreements(state, now, stale) {
  const found = new Map();
  if (!peersAreFresh(state, now, stale)) return found;
  const ageMs = age(state.peersAt, now);
  for (const alias of state.peers.aliases) {
    const differMs = alias.differ_ms === null ? null : alias.differ_ms + ageMs;
    found.set(alias.address, { ...alias, differ_ms: differMs, lasting: differMs !== null && differMs >= DIFFER_MS });
  }
  return found;
}

/** Null: not told yet. */
function judgePeers(state, now, stale) {
  if (state.peers === null) return null;
  const ageMs = age(state.peersAt, now);
  return state.peers.peers.map((peer) => ({
    ...peer,
    fresh: peer.fresh && peersAreFresh(state, now, stale),
    age_ms: peer.age_ms === null ? null : peer.age_ms + ageMs,
  }));
}

/**
 * Null: not told yet. The axis ends when it was asked; what is old is shown against the time of now, so that the time
 * since then is seen to be unknown.
 */
function judgeTenures(state, now, stale) {
  const { tenures: answer, tenuresError: error } = state;
  if (answer === null || answer === undefined) return error == null ? null : { answer: null, error };
  const ageMs = age(state.tenuresAt, now);
  const old = stale || ageMs > TENURES_FRESH_MS;
  const to = Date.parse(answer.at) + (old ? Math.floor(ageMs / 1000) * 1000 : 0);
  return { answer, error, ageMs, old, axis: { from: to - state.tenuresSpanMs, to } };
}

function configuration(state, now) {
  const told = state.status?.configuration ?? null;
  return told === null ? null : { ...told, age_ms: told.age_ms + age(state.statusAt, now) };
}

/** The level of a card: what is wrong, or good. */
export function levelOf(alias) {
  return alias.trouble?.level ?? 'good';
}

/** By trouble, the heaviest first, else in the order of the configuration. */
export function byTrouble(aliases) {
  return aliases
    .map((alias, index) => ({ alias, index }))
    .sort((one, other) =>
      (other.alias.trouble?.weight ?? 0) - (one.alias.trouble?.weight ?? 0) || one.index - other.index)
    .map(({ alias }) => alias);
}

/** Groups in the order of their first alias: [{name, aliases}]; name is null for those that move on their own. */
export function grouped(aliases) {
  const groups = new Map();
  for (const alias of aliases) {
    const name = alias.group ?? null;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(alias);
  }
  return [...groups].map(([name, members]) => ({ name, aliases: members }));
}

/** Whether an alias has all words of a search. */
export function matches(alias, search) {
  const text = [alias.address, alias.placement, alias.label, alias.group, alias.who, alias.stateWords, alias.cause,
    alias.reason, alias.trouble?.words].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
