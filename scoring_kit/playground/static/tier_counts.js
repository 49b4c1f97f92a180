// How many rows each tier has, above its part of the scale; side by side where that is too narrow.

import { useRef } from "preact/hooks";
import { count } from "./format.js";
import { html, Delta } from "./html.js";
import { tierColour } from "./colours.js";
import { cutOf } from "./cuts.js";
import { textWidth } from "./space.js";

const LEVELS = ["full", "signed", "tall"]; // all in two lines; without live; below each other
const LIST = LEVELS.length;
const PAD = 8;
const SIGN = 12;

// The tiers from the worst to the best with the rows of draft and live, the rows without one, and
// tiers that only the live version has.
export function tiersOf(app) {
  const names = app.state.live_tiers;
  const live = app.frame.live_tiers;
  const was = new Map(names.map((name, index) => [name, live[index]]));
  const draft = app.frame.tiers.filter((tier) => tier.name !== null);
  const known = new Set(draft.map((tier) => tier.name));
  const tiers = draft.map((tier, index) => ({
    name: tier.name, draft: tier.draft, live: was.get(tier.name) ?? null, index, among: draft.length,
  }));
  const { rows, histogram } = app.frame;
  const without = (counts) => rows - counts.reduce((sum, one) => sum + one, 0);
  return {
    tiers: tiers.reverse(),
    none: draft.length ? { draft: app.frame.tiers.at(-1).draft, live: live.at(-1) }
      : { draft: without(histogram.draft), live: without(histogram.live) },
    others: names.filter((name) => !known.has(name)).map((name) => ({ name, live: was.get(name) })),
  };
}

export function Counts({ app, place }) {
  const { tiers } = tiersOf(app);
  const frozen = useRef(0);
  const blocks = tiers.map((tier, order) => {
    const left = order === 0 ? 0 : px(app, place, tier.index);
    const right = tier.index === 0 ? place.width : px(app, place, tier.index - 1);
    return { tier, left, room: right - left, sizes: sizesOf(tier, place.element) };
  });
  const fits = LEVELS.findIndex((_, level) => blocks.every((block) => block.sizes[level] <= block.room));
  // While a cut is dragged the counts may fall back to less, but do not jump to and fro.
  const level = Math.max(fits < 0 ? LIST : fits, app.held ? frozen.current : 0);
  frozen.current = level;
  return level < LIST
    ? html`<ol class=${`th ${LEVELS[level]}`}>${blocks.map(({ tier, left }) => html`<li key=${tier.name} style=${`left:${left}px`}>
        <${Texts} tier=${tier} level=${level} /></li>`)}</ol>`
    : html`<${List} blocks=${blocks} width=${place.width} />`;
}

function px(app, place, index) {
  return (place.at(cutOf(app, app.tiers[index])) * place.width) / 100;
}

function changeOf(tier) {
  return tier.live === null ? null : tier.draft - tier.live;
}

function Texts({ tier, level }) {
  const change = changeOf(tier);
  return html`<b class="tl" title=${tier.name}>${tier.name}</b><span class="tn">${count(tier.draft)}</span>
    <${Delta} value=${change} text=${count(Math.abs(change ?? 0))} />${" "}
    ${(level === 0 || level === LIST) && html`<span class="tv">${tier.live === null ? "not in live" : `live ${count(tier.live)}`}</span>`}`;
}

// How wide a tier's texts are at each level, and in the list.
function sizesOf(tier, element) {
  const wide = (text, size, weight) => textWidth(text, element, size, weight);
  const name = wide(tier.name, 16, 600);
  const most = wide(count(Math.max(tier.draft, tier.live ?? 0)), 13, 600);
  const delta = SIGN + wide(count(Math.abs(changeOf(tier) ?? 0)), 13);
  const live = wide(tier.live === null ? "not in live" : `live ${count(tier.live)}`, 11);
  return [
    PAD + name + PAD + Math.max(most + PAD + delta, live) + 4,
    PAD + Math.max(name + PAD + most, delta) + 4,
    PAD + Math.max(name, most, delta) + 4,
    20 + Math.max(wide(tier.name, 13, 600) + PAD + most + PAD + delta, live),
  ];
}

function List({ blocks, width }) {
  const widest = Math.max(...blocks.map((block) => block.sizes[LIST]));
  const columns = Math.max(1, Math.min(blocks.length, Math.floor((width + 12) / (Math.min(widest, 240) + 12))));
  return html`<ol class="tlist" style=${`grid-template-columns:repeat(${columns},minmax(0,1fr))`}>${blocks.map(({ tier }) => html`<li key=${tier.name}>
    <i class="sw" style=${`background:${tierColour(tier.index, tier.among)}`}></i><${Texts} tier=${tier} level=${LIST} /></li>`)}</ol>`;
}
