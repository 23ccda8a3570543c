// The checks of the service on this host: which pass, which fail and how, and what each of the last looks found.

import { byId, element, rebuild, setText } from './dom.js';
import { listed, plural, roundTrip, seconds, SHAPES } from './words.js';

const STATES = { passing: 'passes', failing: 'fails', unknown: 'not known yet' };

export function showChecks(view) {
  const { checks } = view;
  byId('checks-section').hidden = checks.length === 0;
  if (checks.length === 0) return;
  setText(byId('checks-verdict'), verdict(checks, view.stale));
  const rows = checks.map((check) => [check.name, ...cells(check)]);
  // Made anew only when there are other checks; what counts up is written into what is there.
  rebuild(byId('checks'), JSON.stringify(checks.map(({ name }) => name)), () => rows.map(([name, ...rest]) => {
    const head = element('th', '', name);
    head.scope = 'row';
    return element('tr', '', head, ...rest.map((text) => element('td', '', text)));
  }));
  rows.forEach((row, index) => {
    const { children } = byId('checks').children[index];
    row.forEach((text, column) => setText(children[column], text));
  });
}

function cells(check) {
  const known = check.level !== 'unknown';
  return [`${SHAPES[check.level]} ${known ? STATES[check.state] : 'unknown'}`, seconds(check.since_ms),
    check.sentence ?? '–', known ? roundTrip(check.took_ms) : '–', looks(check.recent),
    `${check.kind} ${check.target}`, listed(check.aliases)];
}

/** A mark for each of the last looks, the newest last; the first word says it, too. */
function looks(recent) {
  if (recent === '') return '–';
  const failed = [...recent].filter((mark) => mark === '-').length;
  const marks = recent.slice(-10).replaceAll('+', '·').replaceAll('-', SHAPES.bad);
  return `${failed} of ${recent.length} failed ${marks}`;
}

function verdict(checks, stale) {
  if (stale) return `${SHAPES.unknown} Unknown.`;
  const failing = checks.filter(({ state }) => state === 'failing').map(({ name }) => name);
  if (failing.length > 0) return `${SHAPES.uneasy} Failing: ${listed(failing)}.`;
  const open = checks.filter(({ state }) => state === 'unknown').length;
  if (open > 0) return `${SHAPES.unknown} ${plural(open, 'check')} without a result yet.`;
  return `${SHAPES.good} ${checks.length === 1 ? 'The check passes' : `All ${checks.length} checks pass`}.`;
}
