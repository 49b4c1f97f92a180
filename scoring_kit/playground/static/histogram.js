// Scores by tier: the draft filled, live outlined, the cuts as sliders.

import { count, digitsOf, fixed, plain, scoreDigits, ticks } from "./format.js";
import { html, Delta } from "./html.js";
import { tierColour } from "./colours.js";

export function Histogram({ app }) {
  const { histogram } = app.frame;
  const { low, high } = histogram;
  const most = Math.max(1, ...histogram.draft, ...histogram.live);
  const at = (score) => 100 * Math.min(1, Math.max(0, (score - low) / (high - low)));
  return html`<section class="pn grow" aria-label="Scores by tier">
    <div class="ph"><h2>Scores by tier</h2><p class="keys rt"><span><i class="k-fd"></i>draft</span><span><i class="k-ol"></i>live</span></p></div>
    <${Counts} app=${app} at=${at} />
    <div class="plot hs"><div class="ar">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <${Bars} app=${app} at=${at} most=${most} />
        <path class="ol0" d=${outline(histogram.live, most)} /><path class="ol" d=${outline(histogram.live, most)} /></svg>
      ${app.tiers.map((tier, index) => html`<${Cut} key=${tier.name} app=${app} tier=${tier} index=${index} at=${at} />`)}
    </div><${Axis} low=${low} high=${high} at=${at} /></div>
  </section>`;
}

function outline(counts, most) {
  const width = 100 / counts.length;
  const y = (value) => (100 - (100 * value) / most).toFixed(2);
  const steps = counts.map((value, index) => `L${(index * width).toFixed(2)} ${y(value)}L${((index + 1) * width).toFixed(2)} ${y(value)}`);
  return `M0 100${steps.join("")}L100 100`;
}

// Columns that a cut runs through are split there, so that each part has the colour of its tier.
function Bars({ app, at, most }) {
  const { draft, low, high } = app.frame.histogram;
  const width = (high - low) / draft.length;
  const cuts = app.tiers.map((tier) => cutOf(app, tier));
  const parts = [];
  draft.forEach((value, index) => {
    if (!value) return;
    const from = low + index * width;
    const inside = cuts.filter((cut) => cut > from && cut < from + width).sort((one, other) => one - other);
    [from, ...inside].forEach((start, place) => {
      const end = inside[place] ?? from + width;
      const tier = cuts.findIndex((cut) => cut <= (start + end) / 2);
      parts.push([start, end, value, tier < 0 ? cuts.length : tier, place + 1 > inside.length]);
    });
  });
  return parts.map(([start, end, value, tier, isLast], index) => html`<rect key=${index} x=${at(start).toFixed(2)}
    width=${Math.max(0.01, at(end) - at(start) - (isLast ? 0.15 : 0)).toFixed(2)} y=${(100 - (100 * value) / most).toFixed(2)}
    height=${((100 * value) / most).toFixed(2)} style=${`fill:${tierColour(tier, Math.max(cuts.length, 1))}`} />`);
}

function cutOf(app, tier) {
  return app.shown(`cut ${tier.name}`, tier.cut);
}

function Counts({ app, at }) {
  const { tiers, live_tiers: live } = app.frame;
  const cuts = app.tiers.map((tier) => cutOf(app, tier));
  return html`<ol class="th">${tiers.map((tier, index) => {
    if (tier.name === null && tier.draft === 0 && !live.at(-1)) return null;
    const was = live[index] ?? 0;
    const change = tier.draft - was;
    const left = tier.name === null ? 0 : at(cuts[index]);
    return html`<li key=${index} style=${`left:${left}%`}><b class="tl">${tier.name ?? "none"}</b><span class="tn">${count(tier.draft)}</span>
      <${Delta} value=${change} text=${count(Math.abs(change))} /><span class="tv">live ${count(was)}</span></li>`;
  })}</ol>`;
}

const JUMPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

function Cut({ app, tier, index, at }) {
  const { low, high } = app.frame.histogram;
  const digits = app.state.digits ?? Math.max(0, scoreDigits(low, high) - 1);
  const step = stepFor(low, high, digits);
  const cut = cutOf(app, tier);
  const ends = [app.tiers[index + 1]?.cut ?? low, app.tiers[index - 1]?.cut ?? high];
  const hold = (value, later) => {
    const tidy = Number((Math.round(value / step) * step).toPrecision(12));
    const kept = Math.min(ends[1] - (index > 0 ? step : 0), Math.max(ends[0] + (app.tiers[index + 1] ? step : 0), tidy));
    app.hold(`cut ${tier.name}`, Number(kept.toPrecision(12)), "tier cut", { tier: tier.name, cut: Number(kept.toPrecision(12)) }, later);
  };
  const keys = (event) => {
    const jump = JUMPS[event.key];
    if (!jump || app.isReadOnly) return;
    event.preventDefault();
    hold(cut + jump * step * (event.shiftKey ? 10 : 1), true);
  };
  const isBelow = cut < low;
  return html`<button class=${isBelow ? "cut out" : "cut"} role="slider" aria-label=${`Cut ${tier.name}`} aria-valuenow=${cut} aria-valuemin=${ends[0]}
    aria-valuemax=${ends[1]} aria-valuetext=${`${plain(cut)}${tier.live === null ? "" : `, live ${plain(tier.live)}`}`}
    style=${`left:${at(cut)}%`} onKeyDown=${keys} onBlur=${() => app.release()} onPointerDown=${(event) => drag(event, app, low, high, hold)}>
    <i></i><span>${fixed(cut, Math.max(digitsOf(step), decimals(cut)))}</span></button>
    ${tier.live !== null && tier.live !== cut && html`<i class="cl" style=${`left:${at(tier.live)}%`}></i>`}`;
}

function decimals(value) {
  return Math.min(6, (String(value).split(".")[1] ?? "").length);
}

function stepFor(low, high, digits) {
  return Math.max(10 ** -digits, 10 ** Math.floor(Math.log10((high - low) / 200 || 1)));
}

function drag(event, app, low, high, hold) {
  if (event.button !== 0 || app.isReadOnly) return;
  const handle = event.currentTarget;
  const area = handle.parentElement.getBoundingClientRect();
  handle.setPointerCapture(event.pointerId);
  const move = (moved) => hold(low + ((moved.clientX - area.left) / area.width) * (high - low), false);
  const end = () => {
    handle.removeEventListener("pointermove", move);
    app.release();
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", end, { once: true });
}

function Axis({ low, high, at }) {
  return html`<div class="xl" aria-hidden="true">${ticks(low, high, 6).map((tick) => html`<span key=${tick} style=${`left:${at(tick)}%`}>${plain(tick)}</span>`)}</div>`;
}
