// What matters at night: one sentence at the top, the same in the tab's title and icon, and how old all of it is.

import { byId, element, rebuild, setClass, setText } from './dom.js';
import { seconds, sentence, SHAPES, timeOfDay } from './words.js';

const MOST_OTHERS = 6;
const LEVEL_WORDS = { good: 'All is well', uneasy: 'Look at it', bad: 'Trouble', unknown: 'Unknown' };

// Asked for while there is a daemon to give them: the one that says that there is none is needed when there is none.
for (const level of Object.keys(SHAPES)) new Image().src = `icons/${level}.svg`;

export function showHeadline(view) {
  const { level, short } = view.headline;
  setClass(byId('headline'), `headline ${level}`);
  setText(byId('headline-level'), `${SHAPES[level]} ${LEVEL_WORDS[level]}`);
  setText(byId('headline-sentence'), sentence(view.headline.sentence));
  setText(byId('headline-summary'), view.headline.summary ? `${sentence(view.headline.summary)}.` : quiet(view));
  showOthers(view.headline.others ?? []);
  setText(byId('node'), view.node === null ? '' : `on ${view.node}`);
  setText(byId('version'), view.version === null ? '' : `version ${view.version}`);
  document.title = `${SHAPES[level]} ${view.node ?? 'Alias Defender'}: ${short}`;
  const icon = `icons/${level}.svg`;
  if (byId('icon').getAttribute('href') !== icon) byId('icon').setAttribute('href', icon);
  showFreshness(view);
}

/** Since when nothing has changed. */
function quiet(view) {
  if (view.stale || view.aliases.length === 0) return '';
  return `Nothing has moved for ${seconds(Math.min(...view.aliases.map((alias) => alias.since_ms)))}.`;
}

function showOthers(others) {
  const list = byId('headline-others');
  const shown = others.slice(0, MOST_OTHERS).map(({ level, sentence: words }) => `${SHAPES[level]} ${sentence(words)}`);
  if (others.length > MOST_OTHERS) shown.push(`… and ${others.length - MOST_OTHERS} more`);
  list.hidden = shown.length === 0;
  rebuild(list, shown.join('\n'), () => shown.map((text) => element('li', '', text)));
}

function showFreshness(view) {
  const line = byId('freshness');
  const grey = view.stale || !view.connected;
  document.body.classList.toggle('stale', grey);
  setText(line, freshness(view));
}

function freshness(view) {
  if (!view.connected && view.lostAt !== null) {
    const known = view.known ? `; what is shown is ${seconds(view.ageMs)} old` : '';
    return `✗ No connection since ${timeOfDay(view.lostAt)}${known}`;
  }
  if (!view.known) return 'asking …';
  if (view.stale) return `✗ Nothing new for ${seconds(view.ageMs)}`;
  return `as of ${seconds(view.ageMs)} ago`;
}
