// What the daemon's facts mean: who answers, what is stale, what is wrong and how much. No DOM and no clock in here,
// only what is given, so that every judgement can be tested.

import { age } from './clock.js';
import { duration, listed, plural, seconds, timeOfDay } from './words.js';

/** The nodes are asked one second apart, so during a move their views differ for a moment. */
const DIFFER_MS = 2500;
/** What the daemon knows of its peers is asked every second; after this it is not known any more. */
const PEERS_FRESH_MS = 5000;

/** Standing causes that need somebody, whatever the daemon's level; the others tell of what is over. */
const TROUBLE = new Set(['conflict', 'stranger', 'isolated', 'cannot-probe', 'network-down', 'no-witness', 'misplaced',
  'command-failed']);
/** Between two states: it lasts milliseconds, and what it ends in will be told. */
const PASSING = new Set(['confirming', 'claiming', 'ready', 'restoring', 'releasing']);
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
  const agreement = agreements(state, now);
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
    hosts: (status?.hosts ?? []).map((host) => judgeHost(host, stale, ageMs)),
    peers: judgePeers(state, now),
    agreement,
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
  if (claimants(alias.agreement) > 1 && alias.agreement.differ_ms >= DIFFER_MS) {
    return { level: 'bad', weight: 95, kind: 'said', words: 'on two nodes', sentence: alias.agreement.sentence };
  }
  if (alias.level === 'error') return { level: 'bad', weight: 90, kind: 'reason', words: alias.cause };
  if (TROUBLE.has(alias.cause)) return { level: 'uneasy', weight: 70, kind: 'reason', words: alias.cause };
  if (young) return { level: 'uneasy', weight: 40, kind: 'passing', words: alias.stateWords };
  if (alias.view === 'unknown') return { level: 'unknown', weight: 80, kind: 'unknown', words: alias.stateWords };
  if (isStranger(alias.who)) return { level: 'uneasy', weight: 65, kind: 'stranger', words: 'on a strange host' };
  if (alias.agreement?.agree === false && alias.agreement.differ_ms >= DIFFER_MS) {
    return { level: 'uneasy', weight: 60, kind: 'said', words: 'the nodes disagree',
      sentence: alias.agreement.sentence };
  }
  return null;
}

function claimants(agreement) {
  return agreement?.views.filter((view) => view.view === 'held').length ?? 0;
}

function judgeHost(host, stale, ageMs) {
  return {
    ...host,
    state: stale ? 'unknown' : host.state,
    age_ms: host.age_ms === null ? null : host.age_ms + ageMs,
    witness: host.name === 'router' || host.name === 'witness',
  };
}

function peersAreFresh(state, now) {
  return state.peers !== null && age(state.peersAt, now) <= PEERS_FRESH_MS;
}

/** By the alias. Empty when it is too old to be told. */
function agreements(state, now) {
  const found = new Map();
  if (!peersAreFresh(state, now)) return found;
  const ageMs = age(state.peersAt, now);
  for (const alias of state.peers.aliases) {
    found.set(alias.address, { ...alias, differ_ms: alias.differ_ms === null ? null : alias.differ_ms + ageMs });
  }
  return found;
}

/** Null: not told yet. */
function judgePeers(state, now) {
  if (state.peers === null) return null;
  const ageMs = age(state.peersAt, now);
  return state.peers.peers.map((peer) => ({
    ...peer,
    fresh: peer.fresh && peersAreFresh(state, now),
    age_ms: peer.age_ms === null ? null : peer.age_ms + ageMs,
  }));
}

function configuration(state, now) {
  const told = state.status?.configuration ?? null;
  return told === null ? null : { ...told, age_ms: told.age_ms + age(state.statusAt, now) };
}

/** What is wrong, the heaviest first: each with a level and a sentence. */
function troubles(view) {
  if (view.stale) return [];
  const found = [...aliasTroubles(view.aliases)];
  for (const host of view.hosts) {
    if (host.state === 'silent') {
      found.push({ level: 'uneasy', weight: 55, sentence: `${host.name} (${host.address}) does not answer` });
    } else if (host.state === 'unknown') {
      found.push({ level: 'uneasy', weight: 10, sentence: `nothing is known of ${host.name} (${host.address})` });
    }
  }
  for (const peer of view.peers ?? []) {
    if (!peer.fresh) {
      const why = peer.error ? `: ${peer.error}` : '';
      found.push({ level: 'uneasy', weight: 50, sentence: `${peer.node}’s own view is not known${why}` });
    } else if (peer.status?.maintenance) {
      found.push({ level: 'uneasy', weight: 35,
        sentence: `${peer.node} is in maintenance: ${peer.status.maintenance.reason}` });
    }
  }
  if (view.maintenance) found.push({ level: 'uneasy', weight: 35, sentence: maintenanceSentence(view) });
  if (view.configuration?.accepted === false) {
    found.push({ level: 'uneasy', weight: 45, sentence: `the configuration file was rejected
      ${duration(view.configuration.age_ms)} ago; what ran before goes on`.replace(/\s+/g, ' ') });
  }
  return found.sort((one, other) => other.weight - one.weight);
}

function maintenanceSentence(view) {
  const { reason, since, until } = view.maintenance;
  const end = until === null ? '' : `, until ${timeOfDay(new Date(until))}`;
  return `${view.node} is in maintenance since ${timeOfDay(new Date(since))}${end}: ${reason}`;
}

/** Two hundred silent aliases are one sentence. */
function aliasTroubles(aliases) {
  const kinds = new Map();
  for (const alias of aliases.filter((one) => one.trouble !== null)) {
    const single = alias.trouble.kind === 'said' || alias.trouble.kind === 'reason';
    const key = single ? alias.trouble.sentence ?? alias.reason : alias.trouble.kind;
    kinds.set(key, [...(kinds.get(key) ?? []), alias]);
  }
  return [...kinds.values()].map((alike) => {
    const [{ trouble, reason }] = alike;
    const names = listed(alike.map((alias) => alias.address));
    const forMs = Math.max(...alike.map((alias) => alias.since_ms));
    const sentences = {
      silent: `nobody answers for ${names}, for ${seconds(forMs)}`,
      unknown: `nothing is known of ${names}, for ${seconds(forMs)}`,
      passing: `${names}: ${trouble.words}`,
      stranger: `${names} answered by a host that is no node (${alike[0].who})`,
      said: `${trouble.sentence}, for ${seconds(alike[0].agreement?.differ_ms)}`,
      reason,
    };
    return { level: trouble.level, weight: trouble.weight, sentence: sentences[trouble.kind] };
  });
}

/** "web1 answers for all 2 aliases". */
export function answering(aliases) {
  if (aliases.length === 0) return 'no alias is defended';
  const counts = new Map();
  for (const alias of aliases) counts.set(alias.who, [...(counts.get(alias.who) ?? []), alias.address]);
  const parts = [...counts].sort((one, other) => other[1].length - one[1].length);
  if (parts.length === 1) {
    const [holder] = parts[0];
    const what = aliases.length === 1 ? aliases[0].address : `all ${aliases.length} aliases`;
    return holder === null ? `nothing is known of ${what}` : `${holder} answers for ${what}`;
  }
  return listed(parts.map(([holder, held]) =>
    `${holder ?? 'not known who'} answers for ${plural(held.length, 'alias')}`), 4);
}

/** "both nodes agree"; only what was told, and not what is hoped. */
function agreeing(view) {
  if (view.peers === null) return 'the other nodes are being asked';
  if (view.peers.length === 0) return `this is how ${view.node} alone sees it`;
  const known = view.aliases.filter((alias) => typeof alias.agreement?.agree === 'boolean');
  if (known.length < view.aliases.length) return 'whether the nodes agree is not known';
  if (known.some((alias) => !alias.agreement.agree)) return 'the nodes differ for a moment';
  return view.peers.length === 1 ? 'both nodes agree' : `all ${view.peers.length + 1} nodes agree`;
}

/** What matters at night: a level, a sentence, and a short word for the tab. */
function headline(view) {
  if (!view.known) {
    return view.lostAt === null
      ? { level: 'unknown', short: 'asking', sentence: 'Asking the daemon …' }
      : { level: 'unknown', short: 'no connection', sentence: 'Nothing is known: the daemon cannot be reached' };
  }
  if (view.unavailable !== null) {
    return { level: 'unknown', short: 'unknown', sentence: `Nothing is known: ${view.unavailable}` };
  }
  if (view.stale) {
    const since = `nothing was heard from ${view.node} for ${seconds(view.ageMs)}`;
    return { level: 'unknown', short: 'unknown', sentence: `Nothing is known: ${since}` };
  }
  const summary = `${answering(view.aliases)}; ${agreeing(view)}`;
  if (!view.connected) {
    const since = `no connection to ${view.node} since ${timeOfDay(view.lostAt)}`;
    return { level: 'unknown', short: 'no connection', sentence: since, summary: `before that: ${summary}` };
  }
  if (view.troubles.length === 0) {
    return { level: 'good', short: 'nothing is wrong', sentence: `${summary}; nothing is wrong`, summary: null };
  }
  const [first, ...others] = view.troubles;
  const level = ['bad', 'unknown', 'uneasy'].find((one) => view.troubles.some((trouble) => trouble.level === one));
  return { level, short: first.sentence, sentence: first.sentence, summary, others };
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
