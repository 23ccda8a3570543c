// The hooks of this host: what each has been told, what waits, how the last attempt ended, and which one hangs.

import { byId, element, rebuild, setText } from './dom.js';
import { listed, plural, seconds, SHAPES, timeOfDay } from './words.js';

const STATES = { hangs: 'still running', failed: 'failed', dropped: 'events dropped', told: 'succeeded', nothing: 'nothing yet' };

export function showHooks(view) {
  const { hooks } = view;
  byId('hooks-section').hidden = hooks.length === 0;
  if (hooks.length === 0) return;
  setText(byId('hooks-verdict'), verdict(hooks, view.stale));
  const rows = hooks.map((hook) => [hook.name, ...cells(hook)]);
  // Made anew only when there are other hooks; what counts up is written into what is there.
  rebuild(byId('hooks'), JSON.stringify(hooks.map(({ hook }) => hook)), () => rows.map(([name, ...rest]) => {
    const head = element('th', '', name);
    head.scope = 'row';
    return element('tr', '', head, ...rest.map((text) => element('td', '', text)));
  }));
  rows.forEach((row, index) => {
    const { children } = byId('hooks').children[index];
    row.forEach((text, column) => setText(children[column], text));
  });
}

function cells(hook) {
  const known = hook.level !== 'unknown' || hook.state === 'nothing';
  return [`${SHAPES[hook.level]} ${known ? state(hook) : 'unknown'}`, hook.kind, listed(hook.on, 5),
    String(hook.queued), String(hook.done), String(hook.failures), String(hook.dropped),
    hook.last === null ? '–' : `${hook.last.event}: ${hook.last.sentence}`,
    hook.last === null ? '–' : timeOfDay(new Date(hook.last.at))];
}

function state(hook) {
  return hook.running_ms === null || hook.state !== 'hangs' ? STATES[hook.state]
    : `${STATES.hangs}, for ${seconds(hook.running_ms)}`;
}

function verdict(hooks, stale) {
  if (stale) return `${SHAPES.unknown} Unknown.`;
  const named = (state) => hooks.filter((hook) => hook.state === state).map(({ name }) => name);
  const hanging = named('hangs');
  if (hanging.length > 0) return `${SHAPES.uneasy} Still running: ${listed(hanging)}.`;
  const failed = named('failed');
  if (failed.length > 0) return `${SHAPES.uneasy} The last attempt failed: ${listed(failed)}.`;
  const dropped = hooks.reduce((sum, hook) => sum + hook.dropped, 0);
  if (dropped > 0) return `${SHAPES.uneasy} ${plural(dropped, 'event')} dropped since the daemon began.`;
  const told = hooks.filter(({ state: of }) => of === 'told').length;
  if (told === 0) return `${SHAPES.unknown} No hook has been told of anything yet.`;
  return `${SHAPES.good} ${told === 1 ? 'The last attempt succeeded'
    : `The last attempts of ${told} hooks succeeded`}; nothing was dropped.`;
}
