// Asks the daemon once a second and shows what it says. Text from the daemon is only ever set as text.

const PERIOD_MS = 1000;
const TIMEOUT_MS = 2000;
const MOST_EVENTS = 100;

/** How each state looks: a class for the colour, a shape, and words; never the colour alone. */
const STATES = {
  holding: ['good', '●', 'held by this host'],
  watching: ['good', '○', 'held by another host'],
  vacant: ['bad', '✗', 'nobody answers'],
};
const UNEASY = ['uneasy', '◐'];

let lastAnswerAt = null;
let lastEvent = 0;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function duration(ms) {
  if (ms === null || ms === undefined) return 'never';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;
}

function aliasCard(alias) {
  const [look, shape, words] = STATES[alias.state] ?? [...UNEASY, alias.state];
  const card = element('article', `alias ${look}`);
  const title = element('p');
  title.append(element('strong', '', alias.placement), ' ');
  const holder = alias.state === 'watching' && alias.holder ? `held by ${alias.holder}` : words;
  title.append(element('span', 'state', `${shape} ${holder} for ${duration(alias.since_ms)}`));
  if (alias.group) title.append(' ', element('span', 'group', `in group ${alias.group}`));
  card.append(title, element('p', 'reason', alias.reason));
  return card;
}

function hostRow(host) {
  const row = element('tr');
  const shape = { answering: '● ', silent: '✗ ', unknown: '? ' }[host.state] ?? '';
  const rtt = host.state === 'answering' && host.rtt_ms !== null ? `${host.rtt_ms.toFixed(1)} ms` : '';
  const asked = host.age_ms === null ? 'not yet' : `${duration(host.age_ms)} ago`;
  for (const text of [host.name, host.address, shape + host.state, rtt, asked]) row.append(element('td', '', text));
  return row;
}

function eventLine(event) {
  const line = element('li', event.level);
  const time = element('time', '', new Date(event.at).toLocaleTimeString());
  time.dateTime = event.at;
  line.append(time, event.sentence);
  return line;
}

function show(status) {
  document.getElementById('node').textContent = `on ${status.node}`;
  document.getElementById('aliases').replaceChildren(...status.aliases.map(aliasCard));
  document.getElementById('hosts').replaceChildren(...status.hosts.map(hostRow));
  const worst = status.aliases.some((alias) => alias.state === 'vacant') ? '✗' : '●';
  document.title = `${worst} ${status.node} · Alias Defender`;
}

function showEvents(events) {
  const list = document.getElementById('events');
  for (const event of events.slice(-MOST_EVENTS)) list.prepend(eventLine(event));
  while (list.children.length > MOST_EVENTS) list.lastChild.remove();
  if (events.length) lastEvent = events[events.length - 1].id;
}

async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: 'no-store' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function ask() {
  try {
    const status = await get('api/status');
    // A daemon that was started anew counts its events from 1 again.
    if (lastAnswerAt !== null && status.uptime_ms < performance.now() - lastAnswerAt) {
      lastEvent = 0;
      document.getElementById('events').replaceChildren();
    }
    const { events } = await get(`api/events?since=${lastEvent}`);
    show(status);
    showEvents(events);
    lastAnswerAt = performance.now();
  } catch {
    document.title = '? Alias Defender';
  }
}

function showFreshness() {
  const line = document.getElementById('freshness');
  const age = lastAnswerAt === null ? null : performance.now() - lastAnswerAt;
  const stale = age === null ? performance.now() > TIMEOUT_MS : age > 2 * PERIOD_MS + TIMEOUT_MS;
  document.body.classList.toggle('stale', stale);
  if (stale) line.textContent = `no answer for ${duration(age ?? performance.now())}: what is shown may be wrong`;
  else if (age !== null) line.textContent = `as of ${duration(Math.round(age / 100) * 100)} ago`;
}

setInterval(showFreshness, 200);
while (true) {
  await ask();
  await new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
}
