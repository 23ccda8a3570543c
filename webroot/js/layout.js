// Where everything is in the network picture, in pixels for the width that there is. No DOM in here.

const GAP = 12;
const TOP = 4;
const TOP_BOX = { width: 150, height: 40 };
const BOX = { least: 128, most: 300, head: 46, foot: 8 };
const LINK = 44;
const BADGE = { height: 24, gap: 4, least: 110 };

/**
 * @param width of the whole
 * @param witnesses how many hosts stand above the switch
 * @param places [{id, badges: [address], linked}]: nodes, and where aliases are that no node has
 * @returns height, tops [{x, y, width, height}], lines [{x1, x2, y}], boxes by id, badges by address
 */
export function layout(width, witnesses, places) {
  const plan = { height: 0, tops: [], lines: [], boxes: new Map(), badges: new Map() };
  placeTops(plan, width, witnesses);
  const linked = places.filter((place) => place.linked).length;
  // Where the nodes need several rows, the switch goes down on the left.
  const rail = linked * (BOX.least + GAP) - GAP > width ? GAP : 0;
  const room = width - rail;
  const columns = Math.max(1, Math.min(places.length, Math.floor((room + GAP) / (BOX.least + GAP))));
  const boxWidth = Math.min(BOX.most, Math.floor((room - GAP * (columns - 1)) / columns));
  let y = TOP + (witnesses > 0 ? TOP_BOX.height + LINK : GAP);
  for (let first = 0; first < places.length; first += columns) {
    const row = places.slice(first, first + columns);
    const left = rail + (room - row.length * boxWidth - (row.length - 1) * GAP) / 2;
    const link = row.some((place) => place.linked) ? LINK : 0;
    if (link > 0) plan.lines.push({ x1: 2, x2: width - 2, y });
    let tallest = 0;
    row.forEach((place, index) => {
      const box = { x: left + index * (boxWidth + GAP), y: y + link, width: boxWidth, lineY: y };
      box.height = placeBadges(plan, box, place.badges);
      tallest = Math.max(tallest, box.height);
      plan.boxes.set(place.id, box);
    });
    for (const place of row) plan.boxes.get(place.id).height = tallest;
    y += link + tallest + GAP * 2;
  }
  plan.height = y - GAP;
  return plan;
}

function placeTops(plan, width, witnesses) {
  const shown = Math.min(witnesses, Math.max(1, Math.floor((width + GAP) / (TOP_BOX.width + GAP))));
  const left = (width - shown * TOP_BOX.width - (shown - 1) * GAP) / 2;
  for (let index = 0; index < shown; index++) {
    plan.tops.push({ x: left + index * (TOP_BOX.width + GAP), y: TOP, ...TOP_BOX });
  }
}

/** Returns the height of the box. */
function placeBadges(plan, box, badges) {
  const inner = box.width - 2 * BOX.foot;
  const columns = Math.max(1, Math.floor((inner + BADGE.gap) / (BADGE.least + BADGE.gap)));
  const badgeWidth = Math.floor((inner - BADGE.gap * (columns - 1)) / columns);
  badges.forEach((address, index) => {
    plan.badges.set(address, {
      x: box.x + BOX.foot + (index % columns) * (badgeWidth + BADGE.gap),
      y: box.y + BOX.head + Math.floor(index / columns) * (BADGE.height + BADGE.gap),
      width: badgeWidth,
      height: BADGE.height,
    });
  });
  const rows = Math.max(1, Math.ceil(badges.length / columns));
  return BOX.head + rows * (BADGE.height + BADGE.gap) + BOX.foot;
}

/** Text for a width: addresses lose their middle, because their ends tell them apart; everything else its end. */
export function fitted(text, width, characterWidth = 7.4) {
  const most = Math.max(4, Math.floor(width / characterWidth));
  if (text.length <= most) return text;
  if (!/^[0-9a-f.:]+$/i.test(text)) return `${text.slice(0, most - 1)}…`;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
