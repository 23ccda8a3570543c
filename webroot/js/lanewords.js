// What there is to say of a span of a lane, and of a cell with several. No DOM in here.

import { duration, listed, outage, plural, timeOfDay } from './words.js';

const MOST_TOLD = 3;

/** What a cell has instead of a node's letter. */
export const SPAN_SHAPES = { nobody: '✗', two: '2×', unknown: '?', mixed: '≠' };

/** The kinds, the worst first: what a cell with several of them shows. */
const WORST = ['two', 'nobody', 'unknown', 'mixed', 'held'];

export function worst(spans) {
  return WORST.find((kind) => spans.some((span) => span.kind === kind));
}

/** Of one alias, in sentences. */
export function toldOf(address, spans) {
  if (spans.length > 1) return several(address, spans);
  const [span] = spans;
  if (span.counts !== undefined) return counted(address, span);
  const time = `${timeOfDay(new Date(span.begin))} to ${timeOfDay(new Date(span.end))}`;
  const long = `(${outage(span.end - span.begin)})`;
  const names = listed(span.tenures.map(({ node }) => node));
  if (span.kind === 'held') return held(address, span);
  if (span.kind === 'two') {
    return `${names} had ${address} at the same time, ${time} ${long}. ${span.tenures.map(beginning).join(' ')}`.trim();
  }
  if (span.kind === 'unknown') return `Not known who had ${address}, ${time} ${long}: ${span.why}.`;
  const measured = span.measured === null ? '' : ` ${span.measured.node} found it silent. ${beginning(span.measured)}`;
  return `Nobody had ${address}, ${time} ${long}.${measured}${ending(span.tenures[0])}`;
}

function held(address, { tenures: [tenure], end }) {
  const from = timeOfDay(new Date(tenure.begin));
  const time = tenure.open ? `has had ${address} since ${from} (${duration(end - tenure.begin)} when it was asked)`
    : `had ${address} from ${from} to ${timeOfDay(new Date(tenure.end))} (${duration(tenure.end - tenure.begin)})`;
  return `${tenure.node} ${time}. ${beginning(tenure)}${ending(tenure)}`.trim();
}

/** How a tenure began: planned or not, how long nobody answered before, and the daemon's own sentence. */
function beginning({ node, planned, unanswered_ms: unanswered, begin_sentence: sentence }) {
  const said = sentence === '' ? '' : ` ${node} said: ${sentence}.`;
  if (planned) return `It was planned.${said}`;
  const silence = unanswered === null ? 'how long clients had no answer was not measured'
    : `clients had no answer for up to ${outage(unanswered)}`;
  return `It was not planned; ${silence}.${said}`;
}

function ending(tenure) {
  if (tenure === undefined || tenure.open) return '';
  if (!tenure.certain) return ` ${tenure.node} did not run to say when it ended.`;
  return tenure.end_sentence ? ` It ended: ${tenure.end_sentence}.` : '';
}

/** Spans that are too short to be seen one by one. */
function several(address, spans) {
  const begin = spans[0].begin;
  const end = spans[spans.length - 1].end;
  const moves = movesOf(spans);
  const head = `${plural(moves.length, 'move')} of ${address} within ${duration(end - begin)}, from `
    + `${timeOfDay(new Date(begin))}.`;
  const told = spans.filter(({ kind }) => kind !== 'held').slice(0, MOST_TOLD).map((span) =>
    (span.counts === undefined ? `${short(span)} for ${outage(span.end - span.begin)}` : short(span)));
  return [head, ...movesWords(moves), ...told.length > 0 ? [`Meanwhile: ${told.join('; ')}.`] : []].join(' ');
}

function short({ kind, counts, why }) {
  if (counts !== undefined) return countsWords(counts);
  return kind === 'unknown' ? `not known who (${why})` : kind === 'two' ? 'two had it' : 'nobody had it';
}

/** Of many aliases together. */
function counted(name, { begin, end, counts, moves }) {
  const time = `${timeOfDay(new Date(begin))} to ${timeOfDay(new Date(end))} (${duration(end - begin)})`;
  return [`${name}, ${time}: ${countsWords(counts)}.`, ...movesWords(moves)].join(' ');
}

const KEYS = { '*nobody': 'on no node', '*two': 'on two nodes', '*unknown': 'not known where' };

export function countsWords(counts) {
  return listed(counts.map(([key, count]) => `${count} ${KEYS[key] ?? `on ${key}`}`), 6);
}

function movesOf(spans) {
  return spans.flatMap((span) => span.moves ?? (span.move === null ? [] : [span.move]));
}

function movesWords(moves) {
  if (moves.length === 0) return [];
  const unplanned = moves.filter(({ planned }) => !planned);
  const longest = Math.max(...unplanned.map(({ unanswered_ms: silence }) => silence ?? -1));
  const silence = longest < 0 ? '' : `; clients had no answer for up to ${outage(longest)}`;
  const reason = moves.find(({ begin_sentence: sentence }) => sentence !== '');
  return [
    unplanned.length === 0 ? `${plural(moves.length, 'move')}, planned.`
      : `${plural(moves.length, 'move')}, ${unplanned.length} of them not planned${silence}.`,
    ...reason === undefined ? [] : [`${reason.node} said: ${reason.begin_sentence}.`],
  ];
}

/** 'unplanned' or 'planned' when a cell begins with a move; '' when it does not. */
export function moveKind(spans) {
  const moves = movesOf(spans);
  if (moves.length === 0) return '';
  return moves.every(({ planned }) => planned) ? 'planned' : 'unplanned';
}

/** The moment that a cell stands for, with what led to it: [from, to]; its beginning when it is long. */
export function momentOf(spans, aroundMs) {
  const begin = spans[0].begin;
  const end = spans[spans.length - 1].end;
  const isBroken = spans.length > 1 || spans[0].kind !== 'held' && spans[0].kind !== 'mixed';
  return [begin - aroundMs, (isBroken ? Math.min(end, begin + 60 * aroundMs) : begin) + aroundMs];
}
