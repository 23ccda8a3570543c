// Where the spans of a lane are, in pixels, and the marks of its time axis. No DOM in here.

/** A letter fits, and a finger nearly. */
const LEAST = 16;
const TICK_WIDTH = 78;
const MINUTE_MS = 60_000;
const STEPS_MIN = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440];

/**
 * Spans too short to be seen get the least width at the cost of their neighbours; those that are all too short and stand
 * together share one cell, but for the newest: who has it now is never hidden. So nothing is ever left out, and no cell
 * covers another.
 *
 * @param spans one after the other, without a break
 * @returns [{x, width, spans}] in whole pixels, from 0 to width
 */
export function placed(spans, axis, width, least = LEAST) {
  const scale = width / (axis.to - axis.from);
  const cells = [];
  spans.forEach((span, index) => {
    const last = cells[cells.length - 1];
    const x = last === undefined ? 0 : last.x + last.width;
    const end = Math.round((span.end - axis.from) * scale);
    if (end - x >= least) cells.push({ x, width: end - x, spans: [span], short: false });
    else if (last?.short && index < spans.length - 1) {
      last.spans.push(span);
      last.width = Math.max(last.width, end - last.x);
    } else cells.push({ x, width: least, spans: [span], short: true });
  });
  pushedBack(cells, width, least);
  return cells.map(({ x, width: wide, spans: own }) => ({ x, width: wide, spans: own }));
}

/** What the least width has pushed out of the right end moves back, and its neighbours shrink, down to the same. */
function pushedBack(cells, width, least) {
  let right = width;
  for (let index = cells.length - 1; index >= 0; index--) {
    const cell = cells[index];
    if (index < cells.length - 1 && cell.x + cell.width === right) return;
    cell.x = Math.max(0, Math.min(cell.x, right - least));
    cell.width = Math.max(0, right - cell.x);
    right = cell.x;
  }
}

/** Times of day that are easily read, as many as there is room for: [{x, time}]. */
export function ticks(axis, width, offsetMin = new Date(axis.to).getTimezoneOffset()) {
  const most = Math.max(1, Math.floor(width / TICK_WIDTH));
  const span = axis.to - axis.from;
  const step = (STEPS_MIN.find((minutes) => span / (minutes * MINUTE_MS) <= most) ?? 7 * 1440) * MINUTE_MS;
  const offset = offsetMin * MINUTE_MS;
  const found = [];
  for (let time = Math.ceil((axis.from - offset) / step) * step + offset; time < axis.to; time += step) {
    const x = Math.round((time - axis.from) / span * width);
    if (x + TICK_WIDTH / 2 <= width) found.push({ x, time });
  }
  return found;
}

/** A letter for each node, in an order that does not depend on who has what: Map by name. */
export function letters(nodes) {
  const sorted = [...new Set(nodes)].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return new Map(sorted.map((node, index) => [node, { letter: letter(index), colour: index % 6 }]));
}

function letter(index) {
  return index < 26 ? String.fromCharCode(65 + index) : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`;
}
