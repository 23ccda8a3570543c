// What the judgement comes to, in words: all that is wrong, and the one sentence at the top. No DOM and no clock in here.

import { listed, PATH_WORDS, plural, seconds, timeOfDay } from './words.js';

/** What is wrong, the heaviest first: each with a level and a sentence. */
export function troubles(view) {
  if (view.stale) return [];
  const found = [...aliasTroubles(view.aliases)];
  for (const host of view.hosts) {
    if (host.state === 'silent') {
      found.push({ level: 'uneasy', weight: 55, sentence: silence(host) });
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
  found.push(...linkTroubles(view.link));
  found.push(...checkTroubles(view));
  found.push(...hookTroubles(view.hooks));
  if (view.maintenance) found.push({ level: 'uneasy', weight: 35, sentence: maintenanceSentence(view) });
  if (view.configuration?.accepted === false) {
    found.push({ level: 'uneasy', weight: 45, sentence: `the configuration file was rejected
      ${seconds(view.configuration.age_ms)} ago; what ran before goes on`.replace(/\s+/g, ' ') });
  }
  return found.sort((one, other) => other.weight - one.weight);
}

/** A host that is not fit has the alias only while no other one is. */
function checkTroubles(view) {
  return view.checks.filter(({ level }) => level === 'uneasy').map((check) => ({
    level: 'uneasy',
    weight: 58,
    sentence: `${check.name} on ${view.node} has failed for ${seconds(check.since_ms)} (${check.sentence ?? 'no result'})`,
  }));
}

/** Somebody is not told of something now; what failed once and is over is in the table of the hooks alone. */
function hookTroubles(hooks) {
  return hooks.filter(({ level, state, queued }) => level === 'uneasy' && (state === 'hangs' || state === 'failed' && queued > 0))
    .map((hook) => ({
      level: 'uneasy',
      weight: 25,
      sentence: hook.state === 'hangs'
        ? `hook ${hook.hook} has been running for ${seconds(hook.running_ms)}`
        : `hook ${hook.hook} fails (${hook.last.sentence}), ${hook.queued === 1 ? '1 event waits' : `${hook.queued} events wait`}`,
    }));
}

/** A planned move loses something, and a cut between the hosts makes two holders, where a node is not heard. */
function linkTroubles(link) {
  if (link === null || !link.on) return [];
  const found = [];
  for (const { node, paths, level, word } of link.nodes) {
    const bad = paths.filter((path) => path.level === 'uneasy');
    if (level === 'uneasy' && bad.length === paths.length) {
      const [path] = bad;
      const words = path === undefined ? 'is not heard' : PATH_WORDS[path.way];
      found.push({ level: 'uneasy', weight: 52, sentence: `over the node link ${node} ${words}${
        path === undefined || path.way === 'never' ? '' : `, for ${seconds(path.since_ms)}`}` });
    } else if (level === 'uneasy') {
      found.push({ level: 'uneasy', weight: 30,
        sentence: `a path of the node link to ${node} (${listed(bad.map(({ to }) => to))}) does not work` });
    }
    if (level !== 'unknown' && word?.differs?.length) {
      found.push({ level: 'uneasy', weight: 42,
        sentence: `${node} is configured differently: ${listed(word.differs, 5)}` });
    }
  }
  return found;
}

function silence({ name, address, silent_ms: silentMs }) {
  return `${name} (${address}) ${silentMs < 1000 ? 'does not answer' : `has not answered for ${seconds(silentMs)}`}`;
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

/** "web1 answers for both aliases"; "web1 answers for 3 aliases and web2 answers for 192.0.2.100". */
export function answering(aliases) {
  if (aliases.length === 0) return 'no alias is defended';
  const counts = new Map();
  for (const alias of aliases) counts.set(alias.who, [...(counts.get(alias.who) ?? []), alias.address]);
  const parts = [...counts].sort((one, other) => other[1].length - one[1].length);
  if (parts.length === 1) {
    const [holder] = parts[0];
    const what = ['', aliases[0].address, 'both aliases'][aliases.length] ?? `all ${aliases.length} aliases`;
    return holder === null ? `nothing is known of ${what}` : `${holder} answers for ${what}`;
  }
  return listed(parts.map(([holder, held]) =>
    `${holder ?? 'not known who'} answers for ${held.length === 1 ? held[0] : plural(held.length, 'alias')}`), 4);
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
export function headline(view) {
  if (!view.known) {
    return view.lostAt === null
      ? { level: 'unknown', short: 'asking', sentence: 'Asking the daemon …' }
      : { level: 'unknown', short: 'no connection', sentence: 'Nothing is known: the daemon cannot be reached' };
  }
  const summary = `${answering(view.aliases)}; ${agreeing(view)}`;
  if (!view.connected) {
    return { level: 'unknown', short: 'no connection',
      sentence: `no connection to ${view.node} since ${timeOfDay(view.lostAt)}`,
      summary: view.stale ? 'what it told before is too old to count' : `before that: ${summary}` };
  }
  if (view.unavailable !== null) {
    return { level: 'unknown', short: 'unknown', sentence: `Nothing is known: ${view.unavailable}` };
  }
  if (view.stale) {
    const since = `nothing was heard from ${view.node} for ${seconds(view.ageMs)}`;
    return { level: 'unknown', short: 'unknown', sentence: `Nothing is known: ${since}` };
  }
  if (view.troubles.length === 0) {
    return { level: 'good', short: 'nothing is wrong', sentence: `${summary}; nothing is wrong`, summary: null };
  }
  const [first, ...others] = view.troubles;
  const level = ['bad', 'unknown', 'uneasy'].find((one) => view.troubles.some((trouble) => trouble.level === one));
  return { level, short: first.sentence, sentence: first.sentence, summary, others };
}
