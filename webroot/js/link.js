// The link between the nodes: which of them is heard, by which paths, how well, and since when.

import { byId, element, rebuild, setText } from './dom.js';
import { listed, PATH_WORDS, plural, roundTrip, seconds, sentence, SHAPES } from './words.js';

const WAYS = { both: 'both ways', 'one-way': 'one way only', none: 'nothing', never: 'never heard' };

export function showLink(view) {
  const { link } = view;
  setText(byId('link-verdict'), verdict(link, view.stale));
  const rows = link === null || !link.on ? [] : link.nodes.flatMap((node) =>
    node.paths.map((path) => [node.node, ...cells(path)]));
  byId('link-paths').hidden = rows.length === 0;
  // Made anew only when there are other paths; what counts up is written into what is there.
  rebuild(byId('paths'), JSON.stringify(rows.map((row) => [row[0], row.at(-1)])), () => rows.map(([node, ...rest]) => {
    const head = element('th', '', node);
    head.scope = 'row';
    return element('tr', '', head, ...rest.map((text) => element('td', '', text)));
  }));
  rows.forEach((row, index) => {
    const { children } = byId('paths').children[index];
    row.forEach((text, column) => setText(children[column], text));
  });
}

function cells(path) {
  const via = path.via ? `${path.to}, by way of ${path.via}` : path.to;
  const known = path.level !== 'unknown' && path.way === 'both';
  return [`${SHAPES[path.level]} ${WAYS[path.way] ?? path.way}`, seconds(path.since_ms),
    known ? roundTrip(path.rtt_ms) : '–', known ? share(path.loss) : '–', known ? share(path.loss_there) : '–', via];
}

function share(loss) {
  return loss === null ? 'unknown' : `${(loss * 100).toFixed(loss > 0 && loss < 0.1 ? 1 : 0)} %`;
}

function verdict(link, stale) {
  if (link === null) return 'This daemon does not tell.';
  if (!link.on) {
    return `The nodes are not linked${link.why ? `: ${link.why}` : ''}. Planned moves lose a little then.`;
  }
  if (stale) return `${SHAPES.unknown} Unknown.`;
  if (link.nodes.length === 0) return 'There is no other node.';
  const silent = link.nodes.filter((node) => !node.heard);
  if (silent.length > 0) {
    const [first] = silent;
    const way = first.paths.some((path) => path.way === 'one-way') ? 'one-way'
      : first.paths.every((path) => path.way === 'never') ? 'never' : 'none';
    return silent.length === 1 ? `${SHAPES.uneasy} ${sentence(`${first.node} ${PATH_WORDS[way]}`)}.`
      : `${SHAPES.uneasy} Not heard both ways: ${listed(silent.map(({ node }) => node))}.`;
  }
  const uneasy = link.nodes.filter((node) => node.level === 'uneasy');
  return uneasy.length > 0
    ? `${SHAPES.uneasy} Every node is heard, but not by every path.`
    : `${SHAPES.good} ${link.nodes.length === 1 ? `${link.nodes[0].node} is` : `All of ${plural(link.nodes.length, 'node')} are`}`
      + ' heard, both ways.';
}
