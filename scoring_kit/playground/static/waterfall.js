// The way from the live score of a row to its draft score, a step for each criterion.

import { fixed, plain, size } from "./format.js";
import { html, Delta } from "./html.js";
import { hue } from "./colours.js";

const MOST = 12; // steps that are shown at once

export function Waterfall({ app, why, digits, isWhole, inputs }) {
  const { shown, rest, restSum } = chosen(why.steps, digits, isWhole);
  const draw = drawing(app, why, shown, restSum);
  const parts = [];
  let total = base(why.live);
  for (const step of shown) {
    parts.push(html`<${Step} key=${`${step.kind} ${step.name}`} app=${app} step=${step} from=${total} draw=${draw} digits=${digits} inputs=${inputs} />`);
    total += step.change ?? 0;
  }
  const width = Math.max(6, ...[why.live, why.draft, why.what_if].map((side) => totalText(side, digits).length));
  return html`<div class="wf" style=${`--ch:${width}ch`}>
    <${Total} name="Live" side=${why.live} kind="l" draw=${draw} cuts=${draw?.live} digits=${digits} />
    ${parts}
    ${rest > 0 && html`<div class="wfr"><span class="nm mut">${rest} others</span><span></span>
      <${Bar} from=${total} change=${restSum} draw=${draw} digits=${digits} />
      <span class="ch">${isNothing(restSum, digits) ? html`<span class="d z">${fixed(0, digits)}</span>` : html`<${Delta} value=${restSum} text=${size(restSum, digits)} />`}</span></div>`}
    <${Total} name="Draft" side=${why.draft} kind="" draw=${draw} cuts=${draw?.draft} digits=${digits} from=${base(why.draft)} />
    ${why.what_if && html`<${Tried} app=${app} why=${why} draw=${draw} digits=${digits} />`}
  </div>`;
}

// From the draft on to the what-if: the criteria that it gives other amounts.
function Tried({ app, why, draw, digits }) {
  const parts = triedSteps(why).filter(({ change }) => !isNothing(change, digits)).map(({ step, from, change }) =>
    html`<div class="wfr" key=${`${step.kind} ${step.name}`}><${Name} app=${app} step=${step} /><span></span>
      <${Bar} from=${from} change=${change} draw=${draw} digits=${digits} /><span class="ch"><${Delta} value=${change} text=${size(change, digits)} /></span></div>`);
  return html`${parts}<${Total} name="What-if" side=${why.what_if} kind="w" draw=${draw} cuts=${draw?.draft} digits=${digits} from=${base(why.what_if)} />`;
}

// The score that the steps lead to: before a knock-out, if one took it.
export function base(side) {
  return side.score ?? side.score_before_knock_out ?? null;
}

function isNothing(change, digits) {
  return Math.abs(change) < 0.5 * 10 ** -digits;
}

// Steps to show, in their order; the others are one step together.
function chosen(steps, digits, isWhole) {
  const told = steps.filter((step) => step.kind === "criterion" || !isNothing(step.change ?? 0, digits));
  if (isWhole || told.length <= MOST) return { shown: told, rest: 0, restSum: 0 };
  const moved = told.filter((step) => !isNothing(step.change ?? 0, digits));
  const largest = new Set(moved.sort((one, other) => Math.abs(other.change) - Math.abs(one.change)).slice(0, MOST));
  const others = told.filter((step) => !largest.has(step));
  return {
    shown: told.filter((step) => largest.has(step)),
    rest: others.length,
    restSum: others.reduce((sum, step) => sum + (step.change ?? 0), 0),
  };
}

// Whether there are steps that are not shown one by one.
export function isLong(steps, digits) {
  return chosen(steps, digits, false).rest > 0;
}

// Where scores are drawn, in per cent; null where a version gives no score.
function drawing(app, why, shown, restSum) {
  const start = base(why.live);
  if (start === null || base(why.draft) === null) return null;
  const points = [start, base(why.draft)];
  let total = start;
  for (const step of [...shown, { change: restSum }]) points.push((total += step.change ?? 0));
  points.push(...triedSteps(why).map(({ from, change }) => from + change));
  let [low, high] = [Math.min(...points), Math.max(...points)];
  const span = high - low || Math.max(1, Math.abs(high) / 20);
  const live = app.state.tiers.filter((tier) => tier.live !== null).map((tier) => [tier.name, tier.live]);
  const draft = app.tiers.map((tier) => [tier.name, tier.cut]);
  const near = [...live, ...draft].map(([, cut]) => cut).filter((cut) => cut > low - span / 2 && cut < high + span / 2);
  [low, high] = [Math.min(low, ...near), Math.max(high, ...near)];
  const pad = 0.08 * (high - low || span);
  const at = (score) => (100 * (score - low + pad)) / (high - low + 2 * pad || 1);
  const inside = (cuts) => cuts.filter(([, cut]) => cut >= low && cut <= high);
  return { at, live: inside(live), draft: inside(draft) };
}

// The steps from the draft to the what-if, each with where it begins; none without both scores.
function triedSteps(why) {
  if (!why.what_if || base(why.what_if) === null || base(why.draft) === null) return [];
  const was = new Map(why.steps.map((step) => [`${step.kind} ${step.name}`, step.draft ?? 0]));
  let total = base(why.draft);
  return why.what_if.steps.map((step) => {
    const change = (step.draft ?? 0) - (was.get(`${step.kind} ${step.name}`) ?? 0);
    total += change;
    return { step, from: total - change, change };
  });
}

function totalText(side, digits) {
  if (!side || base(side) === null) return "";
  const tier = side.tier && side.tier.length <= 2 ? ` ${side.tier}` : "";
  return `${fixed(base(side), digits)}${tier}`;
}

const WORDS = { knocked_out: "knocked out", insufficient: "insufficient", invalid: "invalid" };

// What a row without a score has in its place.
export function statusWord(side) {
  return WORDS[side.status] ?? side.status;
}

function Total({ name, side, kind, draw, cuts, digits, from = null }) {
  const score = base(side);
  const hasScore = side.score !== null;
  const word = hasScore ? side.tier : statusWord(side);
  const isApart = !hasScore || (word ?? "").length > 2;
  const at = draw && score !== null ? draw.at(score) : null;
  return html`<div class=${hasScore ? "wfr tot" : "wfr tot none"}><span class="nm">${name}</span>
    <span class="wi"><span class="tx" title=${isApart ? word : undefined}>${isApart ? word : ""}</span></span>
    <span class="wb">${at !== null && html`${from !== null && html`<i class="cn" style=${`left:${at.toFixed(2)}%`}></i>`}
      <${Cuts} cuts=${cuts} draw=${draw} point=${at} /><i class=${`pt ${kind}`} style=${`left:${at.toFixed(2)}%`}></i>`}</span>
    <span class="ch">${score === null ? "–" : html`<b>${fixed(score, digits)}</b>${!isApart && word ? ` ${word}` : ""}`}</span></div>`;
}

// The cuts that are in sight, the nearest with its name, on the side where there is room for it.
function Cuts({ cuts, draw, point }) {
  const places = cuts.map(([name, cut]) => ({ name, cut, at: draw.at(cut) }));
  const nearest = [...places].sort((one, other) => Math.abs(one.at - point) - Math.abs(other.at - point))[0];
  return places.map((place) => {
    const text = place.name.length <= 2 ? `${place.name} ${plain(place.cut)}` : plain(place.cut);
    const room = 4 + 6 * text.length;
    const side = place === nearest ? sideOf(place.at, point, room) : null;
    return html`<i key=${place.name} class="ct" style=${`left:${place.at.toFixed(2)}%`}></i>
      ${side && html`<em class=${side} style=${`left:${place.at.toFixed(2)}%`}>${text}</em>`}`;
  });
}

// room: in per cent of the drawing, which is never narrower than 100 px.
function sideOf(at, point, room) {
  const isFree = { after: at + room <= 100 && !(point > at - 2 && point < at + room + 8), before: at >= room && !(point < at + 2 && point > at - room - 8) };
  return isFree.after ? "after" : isFree.before ? "before" : null;
}

function Step({ app, step, from, draw, digits, inputs }) {
  const { inline, list, isOpen, toggle } = inputs(step);
  return html`<div class="wfr" role="group" aria-label=${step.label}>
      <${Name} app=${app} step=${step} title=${titleOf(step, digits)} />
      <span class="wi">${inline ?? (list && html`<button class="ln" aria-expanded=${isOpen} onClick=${toggle}>${list.length} inputs</button>`)}</span>
      <${Bar} from=${from} change=${step.change} draw=${draw} digits=${digits} />
      <span class="ch"><${Delta} value=${step.change} text=${size(step.change, digits)} /></span></div>
    ${list && isOpen && html`<div class="wil">${list}</div>`}`;
}

function Name({ app, step, title }) {
  const colour = step.kind === "criterion" ? hue(app, step.name) : "var(--edge)";
  return html`<span class="nm" title=${title}><i class="sw" style=${`background:${colour}`}></i><span class="tx">${step.label}</span>
    ${step.in !== "both" && html`<em class="new">${step.in === "live" ? "removed" : "new"}</em>`}</span>`;
}

function titleOf(step, digits) {
  const value = (name) => (step[`${name}_value`] === null ? "" : ` (value ${fixed(step[`${name}_value`], digits)})`);
  return `${step.label}: live ${fixed(step.live, digits)}${value("live")}, draft ${fixed(step.draft, digits)}${value("draft")}`;
}

function Bar({ from, change, draw, digits }) {
  if (!draw || change === null) return html`<span class="wb"></span>`;
  const [start, end] = [draw.at(from), draw.at(from + change)];
  const kind = isNothing(change, digits) ? "z" : change > 0 ? "up" : "dn";
  return html`<span class="wb"><i class="cn" style=${`left:${start.toFixed(2)}%`}></i><i class=${`b ${kind}`}
    style=${`left:${Math.min(start, end).toFixed(2)}%;width:max(1px, ${Math.abs(end - start).toFixed(2)}%)`}></i></span>`;
}
