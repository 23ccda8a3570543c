// The orders in which aliases can be shown. No DOM in here.

import { byTrouble } from './judge.js';

/** By name of the order: what an alias is compared by, the smaller first. */
const KEYS = {
  configuration: null,
  address: (alias) => addressKey(alias.address),
  who: (alias) => alias.who ?? '',
  since: (alias, facts) => facts.sinceMs(alias),
  phase: (alias) => alias.stateWords,
  move: (alias, facts) => -(facts.lastMove(alias)?.time ?? -Infinity),
  group: (alias) => alias.group ?? '\uffff',
};

/**
 * @param by 'trouble' or one of the above
 * @param facts {sinceMs(alias), lastMove(alias)}: what is not in an alias itself
 */
export function ordered(aliases, by, descending, facts) {
  const found = by === 'trouble' ? byTrouble(aliases) : sorted(aliases, KEYS[by] ?? null, facts);
  return descending ? found.reverse() : found;
}

function sorted(aliases, key, facts) {
  if (key === null) return [...aliases];
  return aliases
    .map((alias, index) => ({ alias, index, key: key(alias, facts) }))
    .sort((one, other) => compared(one.key, other.key) || one.index - other.index)
    .map(({ alias }) => alias);
}

function compared(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** IPv4 before IPv6, and each by its numbers: 192.0.2.9 before 192.0.2.10. */
function addressKey(address) {
  if (!address.includes(':')) {
    return `4${address.split('.').map((part) => part.padStart(3, '0')).join('.')}`;
  }
  const [head, tail] = address.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return `6${[...head, ...zeros, ...tail ?? []].map((part) => part.padStart(4, '0')).join(':')}`;
}
