// The leases that holders need: who has each, until when this host may keep what it has, and whether the store answers.

import { byId, element, rebuild, setText } from './dom.js';
import { seconds, SHAPES } from './words.js';

export function showLeases(view) {
  const { lease } = view;
  byId('leases-section').hidden = lease === null;
  if (lease === null) return;
  setText(byId('leases-verdict'), verdict(lease));
  const rows = lease.leases.map((one) => [one.lease, ...cells(one, lease.level)]);
  rebuild(byId('leases'), JSON.stringify(lease.leases.map((one) => one.lease)), () => rows.map(([name, ...rest]) => {
    const head = element('th', '', name);
    head.scope = 'row';
    return element('tr', '', head, ...rest.map((text) => element('td', '', text)));
  }));
  rows.forEach((row, index) => {
    const { children } = byId('leases').children[index];
    row.forEach((text, column) => setText(children[column], text));
  });
}

function cells(one, level) {
  if (level === 'unknown') return ['unknown', '–', '–'];
  return [one.holder ?? 'nobody', one.left_ms === null ? '–' : seconds(one.left_ms), String(one.fence)];
}

function verdict(lease) {
  if (lease.level === 'unknown') return `${SHAPES.unknown} Unknown.`;
  if (!lease.reached) {
    return `${SHAPES.uneasy} The store has not answered for ${seconds(lease.unreached_ms ?? 0)}: ${lease.why}`;
  }
  return `${SHAPES.good} The store answers.`;
}
