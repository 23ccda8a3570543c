// A card per alias. Cards stay the same elements, and only what differs is written.

import { byId, element, rebuild, setClass, setText } from './dom.js';
import { grouped, levelOf } from './judge.js';
import { listed, plural, seconds, SHAPES, timeOfDay } from './words.js';

const ALONE = 'Each on its own';

export class Cards {
  #cards = new Map();
  #order = '';
  #store;
  #actions;

  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
  }

  /** @param found the aliases of the view to be shown, in their order */
  show(view, found) {
    this.#arrange(grouped(found));
    const known = new Set(view.aliases.map((alias) => alias.address));
    for (const address of this.#cards.keys()) if (!known.has(address)) this.#cards.delete(address);
    for (const alias of found) this.#cards.get(alias.address).show(alias, view, this.#store);
  }

  /** Only when the order is another one, and without taking the keyboard's place away. */
  #arrange(groups) {
    const order = JSON.stringify(groups.map((group) => [group.name, group.aliases.map((alias) => alias.address)]));
    if (order === this.#order) return;
    this.#order = order;
    const focused = document.activeElement;
    const sections = groups.map((group) => {
      const list = element('ul', 'cards', ...group.aliases.map((alias) => this.#card(alias.address).item));
      const title = element('h3', groups.length === 1 && group.name === null ? 'unseen' : '',
        group.name === null ? ALONE : `Group ${group.name}`);
      return element('section', 'group', title, list);
    });
    byId('cards').replaceChildren(...sections);
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  }

  #card(address) {
    if (!this.#cards.has(address)) this.#cards.set(address, new Card(address, this.#actions));
    return this.#cards.get(address);
  }
}

class Card {
  #state = element('span', 'state');
  #who = element('p', 'who');
  #reason = element('p', 'reason');
  #move = element('p', 'move');
  #facts = element('dl', 'facts');
  #to;
  #moving;

  constructor(address, actions) {
    const add = actions.button('Bring it here', () => actions.bring(address));
    const remove = actions.button('Take it off here', () => actions.takeOff(address));
    const move = actions.button('Move it', () => actions.move(address, this.#to.value));
    this.#to = actions.choice(`Where to move ${address}`);
    this.#moving = element('span', 'moving', move, ' ', this.#to);
    for (const button of [add, remove, move]) button.setAttribute('aria-label', `${button.textContent}: ${address}`);
    this.item = element('li', 'card',
      element('h4', '', element('span', 'address', address), ' ', this.#state),
      this.#who, this.#reason, this.#move, this.#facts, element('p', 'buttons', add, remove, this.#moving));
    this.item.dataset.alias = address;
  }

  show(alias, view, store) {
    const level = levelOf(alias);
    setClass(this.item, `card ${level}`);
    setText(this.#state, `${SHAPES[level]} ${alias.trouble?.words ?? alias.viewWords}`);
    setText(this.#who, whoWords(alias, view, store));
    setText(this.#reason, view.stale ? `Last known: ${alias.reason}` : alias.reason);
    const move = store.history.lastMove(alias.address);
    setText(this.#move, move === undefined ? 'No move is on record.'
      : `Last move ${ago(move)}: ${move.why ?? move.sentence} (says ${move.node})`);
    this.#showFacts(factsOf(alias, view));
    this.#showTargets(targets(alias, view));
  }

  /** Only when there are others: what somebody has chosen stays chosen. */
  #showTargets(nodes) {
    this.#moving.hidden = nodes.length === 0;
    rebuild(this.#to, nodes.join('\n'), () => nodes.map((name) => {
      const option = element('option', '', name === '' ? 'to the best node' : `to ${name}`);
      option.value = name;
      return option;
    }));
  }

  #showFacts(facts) {
    const names = facts.map(([name]) => name).join();
    rebuild(this.#facts, names, () => facts.map(([name]) =>
      element('div', '', element('dt', '', name), element('dd', ''))));
    facts.forEach(([, value], index) => setText(this.#facts.children[index].lastChild, value));
  }
}

/** Where it can be moved from here: nowhere without a link; from another host to this one. */
function targets(alias, view) {
  if (!view.link?.on || view.link.nodes.length === 0) return [];
  if (alias.view !== 'held') return [view.node];
  const others = view.link.nodes.map(({ node }) => node);
  return others.length === 1 ? others : ['', ...others];
}

function ago(event) {
  const date = new Date(event.time);
  return `at ${timeOfDay(date)} (${seconds(Math.max(0, Date.now() - event.time))} ago)`;
}

/** For how long it is as it is, in milliseconds. */
export function sinceMs(alias, store) {
  if (alias.view !== 'answered') return alias.since_ms;
  // While another host's aliases are watched, a move between others is no new state of ours.
  const moved = store.history.lastMove(alias.address);
  return Math.min(alias.since_ms, moved === undefined ? Infinity : Math.max(0, Date.now() - moved.time));
}

function whoWords(alias, view, store) {
  const forMs = sinceMs(alias, store);
  if (alias.who === null) {
    return view.stale ? 'Not known who answers' : `Not known who answers (${alias.stateWords})`;
  }
  const whom = {
    held: `${view.node} (this host) has had it`,
    answered: `${alias.who} has answered`,
    silent: 'Nobody has answered',
  };
  return `${whom[alias.view]} for ${seconds(forMs)}`;
}

function factsOf(alias, view) {
  const facts = [['placement', alias.placement], ['this host', `${alias.role}, ${alias.stateWords}`]];
  if (alias.view === 'answered') {
    facts.push(['last answer', alias.answer_age_ms === null ? 'never' : `${seconds(alias.answer_age_ms)} ago`]);
  }
  if (alias.holder_mac && alias.view === 'answered') facts.push(['from', alias.holder_mac]);
  const { takeovers, releases, conflicts } = alias.counters;
  facts.push(['here so far', `${takeovers} taken, ${releases} released, ${plural(conflicts, 'conflict')}`]);
  const needed = view.checks.filter(({ aliases }) => aliases.includes(alias.address));
  if (needed.length > 0) facts.push(['checks', checkWords(needed)]);
  if (view.peers?.length) facts.push(['other nodes', agreementWords(alias.agreement)]);
  return facts;
}

/** Whether this host is fit for it. */
function checkWords(checks) {
  const failing = checks.filter(({ level }) => level === 'uneasy').map(({ name }) => name);
  if (failing.length > 0) return `${SHAPES.uneasy} ${listed(failing)} ${failing.length === 1 ? 'fails' : 'fail'} here`;
  return checks.every(({ level }) => level === 'good') ? `${SHAPES.good} all pass here` : `${SHAPES.unknown} not known`;
}

function agreementWords(agreement) {
  if (agreement === null || agreement.agree === null) return 'not known';
  if (agreement.agree) return 'agree';
  return agreement.lasting ? agreement.sentence : 'differ for a moment';
}

