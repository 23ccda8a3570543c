// The network picture: router and witnesses above, the switch as a line, nodes below with the aliases that they have.
// Badges stay the same elements and are only moved, so that the eye can follow an alias from one node to the other.

import { byId, rebuild, setClass, setText, svg } from './dom.js';
import { isStranger, levelOf } from './judge.js';
import { fitted, layout } from './layout.js';
import { answering } from './verdict.js';
import { listed, plural, roundTrip, sentence, SHAPES } from './words.js';

/** More badges than this are a crowd: then each node shows how many. */
const MOST_BADGES = 50;
const NOBODY = 'nobody';
const UNKNOWN = 'not known who';

/** Widths of a character of parts.css, in pixels. */
const BADGE_CHARACTER = 6.65;
const LINK_CHARACTER = 6.65;

const LINK_WORDS = { answering: '● answers', silent: '✗ silent', unknown: '? unknown' };

export class Picture {
  #canvas = byId('picture');
  #base = svg('g', {});
  #top = svg('g', {});
  #badges = new Map();
  #width = 0;
  #view = null;

  constructor() {
    this.#canvas.append(this.#base, this.#top);
    new ResizeObserver(([entry]) => {
      this.#width = Math.floor(entry.contentRect.width);
      if (this.#view !== null) this.show(this.#view);
    }).observe(this.#canvas.parentElement);
  }

  show(view) {
    this.#view = view;
    if (this.#width === 0 || !view.known) return;
    const crowd = view.aliases.length > MOST_BADGES;
    const witnesses = view.hosts.filter((host) => host.witness);
    const places = placesOf(view);
    const plan = layout(this.#width, witnesses.length,
      places.map((place) => ({
        id: place.id, linked: place.link !== null, badges: crowd ? [] : place.aliases.map((alias) => alias.address),
      })));
    this.#canvas.setAttribute('viewBox', `0 0 ${this.#width} ${plan.height}`);
    this.#canvas.setAttribute('height', plan.height);
    const drawn = JSON.stringify([this.#width, plan.height, view.hosts.map(linkText),
      places.map((place) => [place.id, place.note, place.link, crowd ? place.aliases.length : 0])]);
    rebuild(this.#base, drawn, () => drawBase(plan, witnesses, places, crowd));
    this.#showBadges(plan, crowd ? [] : view.aliases);
    setText(byId('picture-words'), words(view, places));
  }

  #showBadges(plan, aliases) {
    const shown = new Set();
    for (const alias of aliases) {
      const spot = plan.badges.get(alias.address);
      if (spot === undefined) continue;
      shown.add(alias.address);
      const badge = this.#badge(alias.address);
      // By the object model, which the content security policy allows; an attribute would be inline style.
      badge.group.style.transform = `translate(${spot.x}px, ${spot.y}px)`;
      badge.frame.setAttribute('width', spot.width);
      setClass(badge.group, `badge ${levelOf(alias)}`);
      setText(badge.text, `${SHAPES[levelOf(alias)]} ${fitted(alias.address, spot.width - 24, BADGE_CHARACTER)}`);
      setText(badge.title, `${alias.address}: ${alias.trouble?.words ?? alias.reason}`);
    }
    for (const [address, badge] of this.#badges) {
      if (!shown.has(address)) {
        badge.group.remove();
        this.#badges.delete(address);
      }
    }
  }

  #badge(address) {
    if (!this.#badges.has(address)) {
      const badge = {
        frame: svg('rect', { height: 24, rx: 12 }),
        text: svg('text', { x: 7, y: 16 }),
        title: svg('title', {}),
      };
      badge.group = svg('g', {}, badge.title, badge.frame, badge.text);
      this.#top.append(badge.group);
      this.#badges.set(address, badge);
    }
    return this.#badges.get(address);
  }
}

/** The nodes, then, where there is need, strangers, nobody, and what is not known. */
function placesOf(view) {
  const places = new Map();
  const heard = view.hosts.some((host) => host.state === 'answering');
  const ownLink = view.stale ? 'unknown' : heard ? 'answering' : 'unknown';
  places.set(view.node, { id: view.node, note: 'this host', link: ownLink, kind: 'node', aliases: [] });
  for (const host of view.hosts.filter((one) => !one.witness)) {
    if (!places.has(host.name)) {
      places.set(host.name, { id: host.name, note: host.address, link: host.state, host, kind: 'node', aliases: [] });
    }
  }
  for (const alias of view.aliases) {
    const id = placeOf(alias, view.stale);
    if (!places.has(id)) {
      places.set(id, { id, note: isStranger(id) ? 'no node of ours' : '', link: null, kind: 'elsewhere', aliases: [] });
    }
    places.get(id).aliases.push(alias);
  }
  return [...places.values()];
}

/** While one missed round is being checked, a badge does not leave its node: its shape says that it is in doubt. */
function placeOf(alias, stale) {
  if (alias.who !== null) return alias.who;
  return alias.passing && !stale && alias.holder ? alias.holder : UNKNOWN;
}

function linkText(host) {
  const rtt = host.state === 'answering' && host.rtt_ms !== null ? ` in ${roundTrip(host.rtt_ms)}` : '';
  return `${LINK_WORDS[host.state]}${rtt}`;
}

function drawBase(plan, witnesses, places, crowd) {
  const parts = plan.lines.map(({ x1, x2, y }) => svg('line', { x1, x2, y1: y, y2: y, class: 'switch' }));
  if (plan.lines.length > 1) {
    const last = plan.lines[plan.lines.length - 1];
    parts.push(svg('line', { x1: 2, x2: 2, y1: plan.lines[0].y, y2: last.y, class: 'switch' }));
  }
  // Half of what each host above has of the line.
  const room = (plan.lines[0].x2 - plan.lines[0].x1) / plan.tops.length / 2 - 12;
  plan.tops.forEach((box, index) => {
    const host = witnesses[index];
    const middle = box.x + box.width / 2;
    parts.push(...link(middle, box.y + box.height, plan.lines[0].y, host, host.state, room));
    parts.push(frame(box, 'witness'), label(middle, box.y + 17, host.name, box.width, 'name'),
      label(middle, box.y + 33, host.address, box.width, 'note'));
  });
  for (const place of places) {
    const box = plan.boxes.get(place.id);
    const middle = box.x + box.width / 2;
    if (place.link !== null) {
      parts.push(...link(middle, box.lineY, box.y, place.host, place.link, box.width / 2));
    }
    const className = place.kind === 'node' ? 'node' : place.id === NOBODY ? 'elsewhere nobody' : 'elsewhere';
    parts.push(frame(box, className), label(middle, box.y + 19, placeName(place), box.width, 'name'),
      label(middle, box.y + 36, place.note, box.width, 'note'));
    if (crowd) parts.push(label(middle, box.y + 60, plural(place.aliases.length, 'alias'), box.width, 'count'));
  }
  return parts;
}

function placeName(place) {
  if (place.id === NOBODY) return '✗ nobody answers';
  if (place.id === UNKNOWN) return '? unknown';
  return isStranger(place.id) ? `▲ ${place.id}` : place.id;
}

/** A whole line answers; a broken one with a cross does not; dots are not known. */
function link(x, y1, y2, host, state, room) {
  const middle = (y1 + y2) / 2;
  const parts = [svg('line', { x1: x, x2: x, y1, y2, class: `link ${state}` })];
  if (state === 'silent') {
    parts.push(svg('path', { d: `M${x - 6} ${middle - 6}l12 12m0 -12l-12 12`, class: 'cross' }));
  }
  if (host) {
    const whole = linkText(host);
    const text = whole.length * LINK_CHARACTER <= room ? whole : whole.replace('answers in ', '');
    parts.push(svg('text', { x: x + 10, y: middle + 4, class: `link-words ${state}` }, text));
  }
  return parts;
}

function frame(box, className) {
  return svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 8, class: `box ${className}` });
}

function label(x, y, text, width, className) {
  return svg('text', { x, y, class: className, 'text-anchor': 'middle' }, fitted(text, width - 12));
}

/** The same for those who do not see it. */
function words(view, places) {
  const links = view.hosts.map((host) => `${host.name} ${host.address} ${linkText(host).slice(2)}`);
  const where = view.aliases.length > 10 ? [] : places
    .filter((place) => place.aliases.length > 0)
    .map((place) => `${place.id}: ${listed(place.aliases.map((alias) => alias.address), 10)}`);
  return `${sentence([answering(view.aliases), ...links].join('; '))}. ${where.join('; ')}`;
}
