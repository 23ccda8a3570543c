// Both nodes on one page: what the others say of themselves, how old that is, and where they disagree.

import { byId, element, rebuild, setText } from './dom.js';
import { who } from './judge.js';
import { answering } from './verdict.js';
import { plural, seconds, sentence, SHAPES } from './words.js';

export function showPeers(view) {
  setText(byId('peers-verdict'), verdict(view));
  const differing = [...view.agreement.values()].filter((alias) => alias.lasting);
  const lines = differing.map((alias) => `${SHAPES.uneasy} ${sentence(alias.sentence)}`);
  rebuild(byId('peers-differ'), lines.join('\n'), () => lines.map((line) => element('li', '', line)));
  byId('peers-differ').hidden = lines.length === 0;
  const peers = view.peers ?? [];
  rebuild(byId('peers'), peers.map((peer) => `${peer.node} ${peer.url}`).join('\n'), () => peers.map(article));
  peers.forEach((peer, index) => show(byId('peers').children[index], peer));
  showViews(view);
}

function verdict(view) {
  if (view.peers === null) return 'Not told yet.';
  if (view.peers.length === 0) {
    return 'No other node’s page is configured (web: peers), so this is how this node alone sees it.';
  }
  const known = [...view.agreement.values()].filter((alias) => alias.agree !== null);
  const agreed = known.filter((alias) => alias.agree);
  if (known.length === 0) return '? Unknown whether the nodes agree.';
  const unknown = view.aliases.length - known.length;
  const rest = unknown > 0 ? `; not known of ${plural(unknown, 'alias')}` : '';
  if (agreed.length === known.length) {
    return `${SHAPES.good} The nodes agree about ${plural(agreed.length, 'alias')}${rest}.`;
  }
  const differ = plural(known.length - agreed.length, 'alias');
  return known.some((alias) => alias.lasting)
    ? `${SHAPES.uneasy} The nodes disagree about ${differ}${rest}.`
    : `The nodes differ about ${differ} for a moment, as during every move${rest}.`;
}

function article(peer) {
  const title = element('h3', '', peer.node);
  // Nothing but a web address becomes a link.
  if (/^https?:\/\//.test(peer.url)) {
    const link = element('a', '', 'its own page');
    link.href = peer.url;
    link.rel = 'noreferrer';
    title.append(' ', link);
  }
  return element('article', 'peer', title, element('p', 'peer-state'), element('p', 'peer-says'));
}

function show(target, peer) {
  const heard = peer.age_ms === null ? 'it was never heard' : `its view is ${seconds(peer.age_ms)} old`;
  const state = peer.fresh
    ? `${SHAPES.good} read: ${heard}`
    : `${SHAPES.unknown} unknown: ${heard}${peer.error ? `; ${peer.error}` : ''}`;
  target.setAttribute('class', `peer ${peer.fresh ? 'good' : 'unknown'}`);
  setText(target.querySelector('.peer-state'), state);
  setText(target.querySelector('.peer-says'), says(peer));
}

function says(peer) {
  if (peer.status === null) return '';
  const aliases = peer.status.aliases.map((alias) => ({ ...alias, who: who(alias, alias.view, peer.node) }));
  const maintenance = peer.status.maintenance ? `; in maintenance: ${peer.status.maintenance.reason}` : '';
  return `${peer.fresh ? 'It says' : 'It last said'}: ${answering(aliases)}${maintenance}.`;
}

/** Who has each alias, in the eyes of each node. */
function showViews(view) {
  const rows = [...view.agreement.values()];
  const nothing = rows.length === 0 || !view.peers?.length;
  byId('views-all').hidden = nothing;
  // A row for each alias: only for whom has opened it.
  if (nothing || !byId('views-all').open) return;
  const nodes = rows[0].views.map((one) => one.node);
  const cells = rows.map((row) => [row.address,
    ...row.views.map((one) => one.holder ?? 'unknown'),
    row.agree === null ? '? unknown' : row.agree ? '● agree' : row.lasting ? '▲ differ' : 'differ for a moment']);
  rebuild(byId('views-head'), nodes.join('\n'), () =>
    ['alias', ...nodes.map((node) => `${node} says`), 'together'].map((name) => {
      const head = element('th', '', name);
      head.scope = 'col';
      return head;
    }));
  rebuild(byId('views'), JSON.stringify(cells), () => cells.map(([address, ...rest]) => {
    const head = element('th', '', address);
    head.scope = 'row';
    return element('tr', '', head, ...rest.map((text) => element('td', '', text)));
  }));
}
