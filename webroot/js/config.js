// The configuration that runs, and what came of its file the last time that somebody changed it.

import { byId, element, rebuild, setClass, setText } from './dom.js';
import { seconds, SHAPES } from './words.js';

export function showConfigFile(view) {
  const told = view.configuration;
  setClass(byId('config-verdict'), told === null || view.stale ? '' : told.accepted ? 'good' : 'bad');
  setText(byId('config-verdict'), verdict(told, view.stale));
  const lines = told?.lines ?? [];
  byId('config-lines').hidden = lines.length === 0;
  rebuild(byId('config-lines'), lines.join('\n'), () => lines.map((line) => element('li', '', line)));
}

function verdict(told, stale) {
  if (told === null) return 'Not known yet.';
  const when = `${seconds(told.age_ms)} ago`;
  if (stale) return `? Unknown whether it still is so: ${told.file}, ${when}.`;
  if (!told.accepted) return `${SHAPES.bad} Rejected ${when}: ${told.file}. What ran before goes on. What is wrong:`;
  return told.lines.length === 0
    ? `${SHAPES.good} ${told.file} runs as it is, for ${seconds(told.age_ms)}.`
    : `${SHAPES.good} ${told.file} was accepted ${when}. What changed:`;
}

/** @param config the answer of /api/config; secrets are masked by the daemon already */
export function showConfig(config) {
  const { file, ...running } = config;
  setText(byId('config-running'), JSON.stringify(running, null, 2));
}
