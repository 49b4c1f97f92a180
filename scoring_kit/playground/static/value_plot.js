// The plot of a value function: the data's histogram, live as a ghost, the draft, what is between.

import { count, ticks } from "./format.js";
import { html } from "./html.js";
import { areasBetween } from "./value_curves.js";

const BARS = 40; // per cent of the height that the tallest bar of the data takes
const APART = 9; // per cent of the width between two numbers of an axis
const BINS = 24;
const WRITTEN = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 12 });
const DAY_MS = 86400000;

function written(number) {
  return WRITTEN.format(number).replace("-", "−");
}

// An input as a number, or as the date that so many days after 1970-01-01 are.
function inputText(value, number) {
  const date = value.input_kind === "date" ? new Date(number * DAY_MS) : null;
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : written(number);
}

// axis: {low, high, bottom, top}. draft, live: curves. marked: an input to be written in bold.
export function Plot({ app, value, axis, draft, live, marked = null, area, onDblClick, children }) {
  const { x, y } = scales(axis);
  const between = areasBetween(draft, live);
  const few = ticks(axis.bottom, axis.top, 3);
  const heights = few.length > 2 ? few : ticks(axis.bottom, axis.top, 5);
  const wide = Math.max(...heights.map((tick) => written(tick).length));
  return html`<div class="plot vf" style=${`--wide:${wide}ch`}>
    <div class="ar" ref=${area} onDblClick=${onDblClick}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <g class="hb">${barsOf(value.histogram, axis)}</g>
        <g class="gr"><path d=${heights.map((tick) => `M0 ${y(tick)}H100`).join("")} /></g>
        <path class="more" d=${shapes(between.up, x, y)} /><path class="less" d=${shapes(between.down, x, y)} />
        ${live && html`<path class="gh" d=${path(live, x, y)} />`}
        ${draft && html`<path class="cu" d=${path(draft, x, y)} />`}
      </svg>
      <div class="yl" aria-hidden="true">${heights.map((tick) => html`<span key=${tick} style=${`top:${y(tick)}%`}>${written(tick)}</span>`)}</div>
      ${children}
    </div>
    <${Inputs} value=${value} axis=${axis} marked=${marked} x=${x} />
    <${Legend} app=${app} value=${value} />
  </div>`;
}

// Where an input and a value stand, in per cent from the left and from above.
export function scales({ low, high, bottom, top }) {
  const clear = (part) => (100 * Math.min(1.2, Math.max(-0.2, part))).toFixed(2);
  return { x: (input) => clear((input - low) / (high - low)), y: (value) => clear((top - value) / (top - bottom)) };
}

function path(curve, x, y) {
  let isOpen = false;
  return curve.map(([input, value]) => {
    if (value === null) {
      isOpen = false;
      return "";
    }
    const sign = isOpen ? "L" : "M";
    isOpen = true;
    return `${sign}${x(input)} ${y(value)}`;
  }).join("");
}

function shapes(polygons, x, y) {
  return polygons.map((points) => `M${points.map(([input, value]) => `${x(input)} ${y(value)}`).join("L")}Z`).join("");
}

function barsOf(histogram, { low, high }) {
  const counts = histogram?.counts ?? [];
  const most = Math.max(0, ...counts);
  if (!most || histogram.low === null) return null;
  const isOne = histogram.high === histogram.low; // a constant column has one bar
  const width = isOne ? (high - low) / BINS : (histogram.high - histogram.low) / counts.length;
  const shown = isOne ? [most] : counts;
  const from = isOne ? histogram.low - width / 2 : histogram.low;
  const scale = 100 / (high - low);
  return shown.map((rows, index) => rows > 0 && html`<rect key=${index} x=${((from + index * width - low) * scale).toFixed(2)}
    width=${Math.max(0.2, width * scale - 0.8).toFixed(2)} y=${(100 - (BARS * rows) / most).toFixed(2)} height=${((BARS * rows) / most).toFixed(2)} />`);
}

function Inputs({ value, axis, marked, x }) {
  const isFree = (tick) => marked === null || Math.abs(x(tick) - x(marked)) > APART;
  const shown = ticks(axis.low, axis.high, value.input_kind === "date" ? 3 : 5).filter(isFree);
  return html`<div class="xl" aria-hidden="true">${shown.map((tick) => html`<span key=${tick} style=${`left:${x(tick)}%`}>${inputText(value, tick)}</span>`)}
    ${marked !== null && html`<span key="marked" class="on" style=${`left:${x(marked)}%`}>${inputText(value, marked)}</span>`}</div>`;
}

function Legend({ app, value }) {
  const { input, unit, histogram, missing } = value;
  if (!input) return null;
  const rows = Math.max(0, app.frame.rows - (missing?.rows ?? 0));
  const bars = histogram && rows > 0 ? `; bars, ${count(rows)} rows` : histogram ? "; no row has one" : "";
  const text = `${input}${unit && !input.includes(unit) ? `, ${unit}` : ""}`;
  return html`<p class="ax" title=${text + bars}><span>${text}</span>${bars}</p>`;
}
