// Puts the parts together: what is received goes into the store, and twice a second, and at every change, the judgement
// of it is shown. So everything ages by itself, whether anything is received or not.

import { Actions } from './actions.js';
import { Aliases } from './aliases.js';
import { Aloud } from './aloud.js';
import { Asker } from './ask.js';
import { showChecks } from './checks.js';
import { instant } from './clock.js';
import { showConfig, showConfigFile } from './config.js';
import { byId } from './dom.js';
import { showHeadline } from './headline.js';
import { isMove } from './history.js';
import { showHooks } from './hooks.js';
import { judge } from './judge.js';
import { Lanes } from './lanes.js';
import { showLeases } from './leases.js';
import { showLink } from './link.js';
import { showPeers } from './peers.js';
import { Picture } from './picture.js';
import { Plots } from './plot.js';
import { Store } from './store.js';
import { Stream } from './stream.js';
import { Timeline } from './timeline.js';

const TICK_MS = 500;

const store = new Store();
const asker = new Asker(store);
const actions = new Actions();
const picture = new Picture();
const aliases = new Aliases(store, actions);
const plots = new Plots(store);
const timeline = new Timeline(store.history, (time) => asker.older(time));
const aloud = new Aloud();
const lanes = new Lanes((moment) => timeline.narrow(moment));
let due = false;

function show() {
  due = false;
  const view = judge(store, instant());
  showHeadline(view);
  // Nobody sees the rest of a hidden page; its title and its icon are seen.
  if (document.hidden) return;
  picture.show(view);
  lanes.show(view);
  aliases.show(view);
  showChecks(view);
  showLeases(view);
  showHooks(view);
  showPeers(view);
  showLink(view);
  showConfigFile(view);
  actions.show(view);
  plots.show(view);
  timeline.offer(view.aliases.map((alias) => alias.address));
}

/** Many changes at once are shown once. */
function soon() {
  if (due) return;
  due = true;
  queueMicrotask(show);
}

function happened(event) {
  // A gap in the stream: what was missed is in the history, as far as it is kept.
  if (event === null) asker.history();
  if (event === null || isMove(event)) asker.tenures();
  if (event === null) return;
  if (event.cause.startsWith('config-')) asker.config();
  // Read aloud, and only what just happened.
  else if (isMove(event) && Date.now() - Date.parse(event.at) < 60_000) aloud.say(event.sentence, performance.now());
}

store.onChange = (what) => {
  if (what === 'events') timeline.show();
  if (what === 'config') showConfig(store.config);
  // Back again: what is not on the stream was missed.
  if (what === 'connection' && store.connected) {
    asker.history();
    asker.config();
    asker.tenures();
  }
  soon();
};

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) asker.tenures();
  soon();
});
byId('lanes-span').addEventListener('change', ({ target }) => asker.tenuresOf(Number(target.value) * 3_600_000));
byId('plot-search').addEventListener('input', soon);
setInterval(show, TICK_MS);
new Stream(store, happened).open();
asker.start();
