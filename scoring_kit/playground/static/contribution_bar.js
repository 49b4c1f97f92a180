// What each criterion adds to a row's score: bars side by side, those that lower it to the left.

import { fixed } from "./format.js";
import { html } from "./html.js";
import { hue } from "./colours.js";

const MOST_PARTS = 20; // with more criteria than that, groups stand for theirs

// From where to where the bars of all rows reach, on the scale of scores.
export function scaleOf(app, rows) {
  const { low, high } = app.frame.histogram;
  const known = rows.filter((row) => row.bars).map((row) => reach(row));
  const scores = rows.flatMap((row) => [row.score, row.live_score]).filter((score) => score !== null);
  const least = Math.min(...known.map(([from]) => from), ...scores);
  const most = Math.max(...known.map(([, to]) => to), ...scores);
  if (!known.length) return { from: low, to: high };
  const isPlain = known.every(([from]) => from >= -0.02 * most) && known.some(([from]) => from < 0.02 * most);
  return { isPlain, from: isPlain ? Math.min(0, least) : Math.min(least, low), to: Math.max(most, high) };
}

function reach({ bars, base }) {
  const up = bars.reduce((sum, [, amount]) => sum + Math.max(amount, 0), 0);
  const down = bars.reduce((sum, [, amount]) => sum + Math.min(amount, 0), 0);
  return [base + down, base + up];
}

// The parts that bars are drawn of: criteria, or groups of them where there are many.
function partsOf(app) {
  if (app.barParts) return app.barParts;
  const { members } = app.state;
  const parents = new Map(members.map((member) => [member.name, member.parent]));
  const paths = members.filter((member) => !member.is_group).map(({ name }) => {
    const path = [name];
    while (parents.get(path[0]) !== "score") path.unshift(parents.get(path[0]));
    return path;
  });
  const deepest = Math.max(0, ...paths.map((path) => path.length));
  const cut = (depth) => paths.map((path) => path[Math.min(depth, path.length) - 1]);
  const depths = Array.from({ length: deepest }, (_, index) => deepest - index);
  const names = cut(depths.find((one) => new Set(cut(one)).size <= MOST_PARTS) ?? 1);
  const parts = new Map(paths.map((path, index) => [path.at(-1), {
    name: names[index], branch: path.length > 1 ? path[0] : "score", first: path.at(-1),
  }]));
  app.barParts = parts;
  return parts;
}

// The amounts of a row by part, in the order of the document.
function amountsOf(app, row) {
  const parts = partsOf(app);
  const sums = new Map();
  for (const [name, amount] of row.bars) {
    const part = parts.get(name);
    if (!part) continue;
    if (!sums.has(part.name)) sums.set(part.name, { ...part, amount: 0 });
    sums.get(part.name).amount += amount;
  }
  return [...sums.values()];
}

// One element a row: what stands side by side in it is drawn as its background.
export function Bar({ sheet, row }) {
  const { app, scale, digits } = sheet;
  const at = (score) => (100 * (score - scale.from)) / (scale.to - scale.from);
  const amounts = amountsOf(app, row);
  const hasDot = amounts.some((part) => part.amount < -1e-9) && row.score !== null && row.score !== row.live_score;
  const rest = Math.abs(row.base) / (scale.to - scale.from); // what no criterion owns
  const said = amounts.map((part) => `${part.name} ${fixed(part.amount, digits)}`).join(", ");
  return html`<div class="sb" role="img" aria-label=${said} title=${said} style=${`background-image:${ground(app, amounts, row.base, at)}`}>
    ${rest > 0.005 && (scale.isPlain ? html`<i class="ot" style=${`left:${at(Math.min(0, row.base)).toFixed(2)}%;width:${(100 * rest).toFixed(2)}%`}></i>`
      : html`<s style=${`left:${at(row.base).toFixed(2)}%`}></s>`)}
    ${hasDot && html`<em style=${`left:${at(row.score).toFixed(2)}%`}></em>`}
    ${row.live_score !== null && html`<u style=${`left:${at(row.live_score).toFixed(2)}%`}></u>`}</div>`;
}

const [GAP, WIDE_GAP] = [1, 3]; // pixels after a part, and after the last one of a group

// The parts as stripes with hard edges, from the left: those that lower a score before its base.
function ground(app, amounts, base, at) {
  let [up, down] = [base, base];
  const stripes = amounts.map((part, index) => {
    const [from, to] = part.amount < 0 ? [down + part.amount, down] : [up, up + part.amount];
    if (part.amount < 0) down = from;
    else up = to;
    const isEnd = amounts[index + 1] && amounts[index + 1].branch !== part.branch;
    return { from: at(from), to: at(to), gap: isEnd ? WIDE_GAP : GAP, colour: hue(app, part.first) };
  });
  const seen = stripes.filter(({ from, to }) => to - from > 0.05).sort((one, other) => one.from - other.from);
  const stops = seen.map(({ from, to, gap, colour }) => {
    const [start, end] = [from.toFixed(2), to.toFixed(2)];
    const edge = `calc(${end}% - ${gap}px)`;
    return `transparent ${start}%,${colour} ${start}% ${edge},transparent ${edge} ${end}%`;
  });
  return stops.length ? `linear-gradient(to right,${stops.join(",")},transparent 0)` : "none";
}

export function Legend({ app, rows, scale }) {
  const row = rows.find((one) => one.bars);
  const hasRest = scale.isPlain && rows.some((one) => one.bars && Math.abs(one.base) > 0.005 * (scale.to - scale.from));
  const parts = amountsOf(app, row);
  const isTwoWay = rows.some((one) => one.bars?.some(([, amount]) => amount < -1e-9));
  return html`<p class="foot lg" aria-hidden="true">${parts.slice(0, MOST_PARTS).map((part) => html`<span key=${part.name}><i style=${`background:${hue(app, part.first)}`}></i>${part.name}</span>`)}
    ${hasRest && html`<span title="Adjustments, and what else no criterion owns"><i class="ot"></i>other</span>`}${isTwoWay && html`<span><i class="k-ds"></i>draft score</span>`}<span><i class="k-ls"></i>live score</span></p>`;
}
