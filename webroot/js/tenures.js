// Who had each alias when, out of the nodes' records: spans in which a node had it, nobody or two had it, or in which
// that is not known. Records only say who had it, so "nobody" needs the records of every node. No DOM in here.

/** Nodes' clocks may differ by this: what is shorter, and lies between two nodes, may be nothing but their clocks. */
export const CLOCKS_MS = 1000;

/**
 * @param answer that of /api/tenures
 * @param expected the names of all nodes that may have an alias
 * @param axis {from, to} in milliseconds of the daemon's clock
 * @param addresses the aliases to be shown though nobody had them
 * @returns Map by address: spans without a break from axis.from to axis.to, the oldest first:
 *   {kind: 'held' | 'nobody' | 'two' | 'unknown', begin, end, tenures, why, measured, move}
 *   - tenures: of those who had it; of nobody and unknown: the last one before
 *   - why: of unknown, what is missing, in words
 *   - measured: the tenure whose node found the alias silent in this span, or null
 *   - move: the tenure that begins with this span, or null
 */
export function spansByAlias(answer, expected, axis, addresses) {
  const knownTo = Date.parse(answer.at);
  const records = recordsOf(answer, expected, knownTo);
  const tenures = new Map(addresses.map((address) => [address, []]));
  const reached = new Map(answer.nodes.map(({ node, error }) => [node, error === null]));
  for (const tenure of answer.tenures) {
    if (!tenures.has(tenure.alias)) tenures.set(tenure.alias, []);
    tenures.get(tenure.alias).push(parsed(tenure, knownTo, reached.get(tenure.node) ?? false));
  }
  return new Map([...tenures].map(([address, own]) =>
    [address, spans(own, records, axis, { knownTo, truncated: answer.truncated })]));
}

/** Of each node from when on its records tell, and why they do not before. */
function recordsOf(answer, expected, knownTo) {
  const told = new Map(answer.nodes.map((one) => [one.node, one]));
  return [...new Set([...expected, ...told.keys()])].map((node) => {
    const one = told.get(node);
    if (one === undefined) return { from: Infinity, why: `${node} is not among the nodes that this one asks` };
    if (one.error !== null) return { from: Infinity, why: `${node} could not be asked: ${one.error}` };
    if (one.since === null) return { from: Infinity, why: `${node} has no records` };
    return { from: Math.min(Date.parse(one.since), knownTo), why: `the records of ${node} begin later` };
  });
}

/** An open tenure lasts to when its node was asked; where the node was not reached, nobody knows how long. */
function parsed(tenure, knownTo, reached) {
  const begin = Date.parse(tenure.begin);
  const open = tenure.end === null;
  return {
    ...tenure,
    begin,
    open: open && reached,
    end: open ? (reached ? knownTo : begin) : Date.parse(tenure.end),
    certain: open ? reached : tenure.end_certain,
    silentFrom: begin - (tenure.unanswered_ms ?? 0),
  };
}

function spans(tenures, records, axis, { knownTo, truncated }) {
  tenures.sort((one, other) => one.begin - other.begin);
  const edges = new Set([axis.from, axis.to]);
  const cut = (time) => {
    if (time > axis.from && time < axis.to) edges.add(time);
  };
  for (const tenure of tenures) [tenure.begin, tenure.end, tenure.silentFrom].forEach(cut);
  for (const { from } of records) cut(from);
  cut(knownTo);
  const times = [...edges].sort((one, other) => one - other);
  const found = [];
  let next = 0;
  let active = [];
  let last = null;
  for (let index = 0; index + 1 < times.length; index++) {
    const begin = times[index];
    const end = times[index + 1];
    for (; next < tenures.length && tenures[next].begin <= begin; next++) active.push(tenures[next]);
    // The one that ended last is what there is to say of a time in which nobody had it.
    for (const tenure of active) {
      if (tenure.end <= begin && (last === null || tenure.end >= last.end)) last = tenure;
    }
    active = active.filter((tenure) => tenure.end > begin);
    const measured = tenures.slice(next).find((tenure) => tenure.silentFrom <= begin) ?? null;
    // Whoever found nobody to have fallen silent does not say that anybody had it before.
    const first = last === null && tenures[next]?.unanswered_ms === null;
    add(found, { begin, end, ...what({ begin, active, last, measured, first }, { records, knownTo, truncated }) });
  }
  return marked(withoutClocks(found), axis);
}

/** What there is to say of a piece of time, from what is known of it and of the records as a whole. */
function what({ begin, active, last, measured, first }, { records, knownTo, truncated }) {
  if (active.length > 0) {
    const nodes = new Set(active.map(({ node }) => node));
    return { kind: nodes.size > 1 ? 'two' : 'held', tenures: [...active], why: '', measured: null };
  }
  const tenures = last === null ? [] : [last];
  // Asked and silent: that holds whatever the records do not say.
  if (measured !== null) return { kind: 'nobody', tenures, why: '', measured };
  const missing = begin >= knownTo ? ['nobody was asked since']
    : [
      ...last?.certain === false ? [lostWords(last)] : [],
      ...records.filter(({ from }) => begin < from).map(({ why }) => why),
      ...truncated && last === null ? ['older records are left out of this answer; choose a shorter time'] : [],
    ];
  if (missing.length === 0 && first) missing.push('nobody is known to have had it before; it may not have been defended');
  return { kind: missing.length > 0 ? 'unknown' : 'nobody', tenures, why: missing.join('; '), measured: null };
}

function lostWords({ node, end, begin }) {
  return end === begin ? `${node} had it and could not be asked how long`
    : `${node} had it, and did not run to say when it ended`;
}

/** As another span, unless it only goes on. */
function add(found, span) {
  const before = found[found.length - 1];
  const goesOn = before !== undefined && before.kind === span.kind && before.why === span.why
    && before.measured === span.measured && before.tenures.length === span.tenures.length
    && before.tenures.every((tenure, index) => tenure === span.tenures[index]);
  if (goesOn) before.end = span.end;
  else found.push(span);
}

/** Gaps and overlaps between two nodes that may be nothing but their clocks are left out; the later one's word counts. */
function withoutClocks(found) {
  const kept = [];
  found.forEach((span, index) => {
    const before = kept[kept.length - 1];
    const after = found[index + 1];
    // What the records and what a node measured say of one gap is one gap.
    if (before?.kind === 'nobody' && span.kind === 'nobody') {
      before.end = span.end;
      before.measured ??= span.measured;
      return;
    }
    const real = span.kind === 'held' || span.measured !== null || span.end - span.begin >= CLOCKS_MS;
    if (real || !between(before, after)) kept.push({ ...span });
    else if (span.kind === 'two') after.begin = span.begin;
    else before.end = span.end;
  });
  return kept;
}

function between(before, after) {
  if (before?.kind !== 'held' || after === undefined) return false;
  const next = after.kind === 'held' ? after.tenures[0] : after.measured;
  return next !== null && next.node !== before.tenures[0].node;
}

/** Where a tenure begins in what is shown. */
function marked(found, axis) {
  const seen = new Set();
  return found.map((span) => {
    if (span.kind !== 'held') return { ...span, move: null };
    const [tenure] = span.tenures;
    const begins = !seen.has(tenure) && tenure.begin > axis.from;
    seen.add(tenure);
    return { ...span, move: begins ? tenure : null };
  });
}

/**
 * Many lanes as one: who had how many of them.
 *
 * @param lanes spans of each alias over the same time
 * @returns spans as above with kind 'mixed' where they differ, counts [[node or kind, how many]], and moves: tenures
 */
export function together(lanes) {
  const edges = new Map();
  const at = (time) => {
    if (!edges.has(time)) edges.set(time, { begins: [], ends: [] });
    return edges.get(time);
  };
  for (const lane of lanes) {
    for (const span of lane) {
      at(span.begin).begins.push(span);
      at(span.end).ends.push(span);
    }
  }
  const times = [...edges.keys()].sort((one, other) => one - other);
  const counts = new Map();
  const found = [];
  times.slice(0, -1).forEach((begin, index) => {
    const { begins, ends } = edges.get(begin);
    for (const span of ends) counts.set(keyOf(span), counts.get(keyOf(span)) - 1);
    for (const span of begins) counts.set(keyOf(span), (counts.get(keyOf(span)) ?? 0) + 1);
    const some = [...counts].filter(([, count]) => count > 0)
      .sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
    const kinds = some.map(([key]) => key);
    const moves = begins.map(({ move }) => move).filter((move) => move !== null);
    const kind = kinds.includes('*two') ? 'two' : kinds.includes('*nobody') ? 'nobody'
      : kinds.length > 1 ? 'mixed' : kinds[0] === '*unknown' ? 'unknown' : 'held';
    const span = { begin, end: times[index + 1], kind, counts: some, moves };
    const before = found[found.length - 1];
    if (before !== undefined && moves.length === 0 && String(before.counts) === String(some)) before.end = span.end;
    else found.push(span);
  });
  return found;
}

/** A node by its name; the others by a sign that no name begins with. */
function keyOf(span) {
  return span.kind === 'held' ? span.tenures[0].node : `*${span.kind}`;
}
