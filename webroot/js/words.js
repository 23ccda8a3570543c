// The words and shapes that the page is made of. A state is always a shape and a word; the colour only repeats them.

/** By level: what a tab, a card and a badge show. */
export const SHAPES = { good: '●', uneasy: '▲', bad: '✗', unknown: '?' };

/** By the level of an event. */
export const EVENT_SHAPES = { debug: '·', info: '○', warning: '▲', error: '✗' };

/** By the way of a path of the node link: what there is to say of the node at its end. */
export const PATH_WORDS = {
  both: 'is heard, and hears this host',
  'one-way': 'is heard, and does not hear this host',
  none: 'is not heard any more',
  never: 'was never heard',
};

export function duration(ms) {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return 'unknown';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

/** As duration, in whole seconds: what counts up by itself is to be readable. */
export function seconds(ms) {
  return ms < 1000 ? 'less than 1 s' : duration(ms);
}

/** As duration, with tenths of the first seconds: how long clients had no answer. */
export function outage(ms) {
  return ms < 1000 || ms >= 10_000 ? duration(ms) : `${(ms / 1000).toFixed(1)} s`;
}

export function roundTrip(ms) {
  if (ms === null || ms === undefined) return 'unknown';
  if (ms < 10) return `${ms.toFixed(ms < 0.1 ? 2 : 1)} ms`;
  return duration(ms);
}

/** Made once: making one takes as long as a hundred uses of it. */
const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** The time of day here; with the date when it is not today's. */
export function timeOfDay(date, now = new Date()) {
  const time = CLOCK.format(date);
  return date.toDateString() === now.toDateString() ? time : `${date.toLocaleDateString()} ${time}`;
}

export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}

/** "a, b and c"; beyond most, "a, b and 7 more". */
export function listed(words, most = 3) {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** So that a sentence begins with a capital, unless it begins with a name: "web1" stays as it is written. */
export function sentence(text) {
  return text.replace(/^(nobody|nothing|not|no|the|whether|this|what|over|a)\b/, (word) => word[0].toUpperCase() + word.slice(1));
}
