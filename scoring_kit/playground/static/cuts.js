// The cuts between tiers as sliders on the histogram, their labels, and the axis below.

import { useRef, useState } from "preact/hooks";
import { digitsOf, fixed, plain, ticks, typed } from "./format.js";
import { html } from "./html.js";
import { meets, spread, textWidth } from "./space.js";

const JUMPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
const BOX = 56; // width of the box that a cut is typed into

// The cut of a tier as the screen shows it; a tier that takes all that is left has none.
export function cutOf(app, tier) {
  return app.shown(`cut ${tier.name}`, tier.cut) ?? -Infinity;
}

export function Cuts({ app, place }) {
  const [open, setOpen] = useState(null); // the tier whose cut is being typed
  const labels = labelsOf(app, place);
  return app.tiers.map((tier, index) => tier.cut !== null && html`<${Cut} key=${tier.name} app=${app} tier=${tier}
    index=${index} place=${place} label=${labels[index]} isOpen=${open === tier.name} open=${setOpen} />`);
}

// Where the label of each cut stands, by the tiers' places; in pixels of the plot.
function labelsOf(app, place) {
  const digits = digitsShown(app, place);
  const found = app.tiers.map((tier) => {
    const cut = cutOf(app, tier);
    const text = fixed(Number.isFinite(cut) ? cut : null, digits);
    const width = Math.max(28, textWidth(text, place.element, 11, 600) + 12);
    return { text, width, line: (place.at(cut) * place.width) / 100 };
  });
  const shown = found.filter((_, index) => app.tiers[index].cut !== null).reverse();
  const centres = spread(shown.map((label) => label.line), shown.map((label) => label.width), place.width);
  shown.forEach((label, index) => Object.assign(label, { at: centres[index] }));
  return found;
}

function digitsShown(app, place) {
  const cuts = app.tiers.map((tier) => cutOf(app, tier)).filter(Number.isFinite);
  const isMoving = app.held?.kind === "tier cut";
  return Math.max(0, ...cuts.map(decimals), isMoving ? digitsOf(stepOf(app, place)) : 0);
}

function decimals(value) {
  return Math.min(4, (String(Number(value.toPrecision(6))).split(".")[1] ?? "").length);
}

// One hundredth of the scale, as a round number, though no less than scores are rounded to.
function stepOf(app, { low, high }) {
  const digits = app.state.digits ?? 12;
  return Math.max(10 ** -digits, 10 ** Math.floor(Math.log10((high - low) / 100 || 1)));
}

function Cut({ app, tier, index, place, label, isOpen, open }) {
  const handle = useRef(null);
  const { at, low, high } = place;
  const step = stepOf(app, place);
  const cut = cutOf(app, tier);
  const [below, above] = [app.tiers[index + 1], app.tiers[index - 1]].map((one) => (one ? cutOf(app, one) : null));
  const least = Number.isFinite(below ?? NaN) ? below + step : Math.min(low, cut);
  const most = above === null ? Math.max(high, cut) : above - step;
  const hold = (value, later) => {
    const kept = tidy(Math.min(Math.max(value, least), Math.max(most, least)));
    app.hold(`cut ${tier.name}`, kept, "tier cut", { tier: tier.name, cut: kept }, later);
  };
  const keys = (event) => {
    const jump = JUMPS[event.key];
    const isEnd = event.key === "Home" || event.key === "End";
    if (app.isReadOnly || !(jump || isEnd || event.key === "Enter")) return;
    event.preventDefault();
    if (event.key === "Enter") open(tier.name);
    else if (isEnd) hold(event.key === "Home" ? least : most, true);
    else hold(moved(cut, jump * (event.shiftKey ? 10 : 1), step), true);
  };
  const close = () => {
    open(null);
    handle.current?.focus();
  };
  const isOut = cut < low || cut > high;
  const said = `${plain(cut)}${tier.live === null || tier.live === cut ? "" : `, live ${plain(tier.live)}`}`;
  return html`<${Way} tier=${tier} cut=${cut} at=${at} />
    <button ref=${handle} class=${isOut ? "cut out" : "cut"} role="slider" aria-label=${`Cut of ${tier.name}`} aria-orientation="horizontal"
      aria-valuenow=${cut} aria-valuemin=${Math.min(least, cut)} aria-valuemax=${Math.max(most, cut)} aria-valuetext=${said} title=${`Cut of ${tier.name}: ${said}`}
      style=${`left:${at(cut)}%`} onKeyDown=${keys} onBlur=${() => app.release()} onDblClick=${() => !app.isReadOnly && open(tier.name)}
      onPointerDown=${(event) => drag(event, app, place, cut, (value) => hold(nearest(value, step), false))}>
      <i></i><span style=${`left:${(label.at - label.line + 12).toFixed(1)}px;width:${label.width}px`}>${label.text}</span></button>
    ${isOpen && html`<${Box} app=${app} tier=${tier} cut=${cut} close=${close}
      left=${Math.min(Math.max(label.at - BOX / 2, 0), Math.max(place.width - BOX, 0))} />`}`;
}

// The way from the live cut to that of the draft: blue where rows rise by it.
function Way({ tier, cut, at }) {
  if (tier.live === null || tier.live === cut) return null;
  const [from, to] = [at(Math.min(tier.live, cut)), at(Math.max(tier.live, cut))];
  return html`<i class="cl" style=${`left:${at(tier.live)}%`}></i>
    ${to > from && html`<i class=${cut < tier.live ? "cseg up" : "cseg dn"} style=${`left:${from}%;width:${to - from}%`}></i>`}`;
}

// The box that a cut is typed into: Enter makes it an edit, Escape closes it.
function Box({ app, tier, cut, left, close }) {
  const [text, setText] = useState(plain(cut));
  const isDone = useRef(false);
  const make = () => {
    if (isDone.current) return;
    isDone.current = true;
    const value = typed(text);
    if (Number.isNaN(value)) app.refuse(`the cut of ${tier.name} is a number, found ${JSON.stringify(text)}`);
    else if (value !== cut) app.edit("tier cut", { tier: tier.name, cut: value });
    close();
  };
  const keys = (event) => {
    if (event.key === "Enter") make();
    if (event.key !== "Escape") return;
    event.stopPropagation();
    isDone.current = true;
    close();
  };
  return html`<input class="nb cutbox" inputmode="decimal" aria-label=${`Cut of ${tier.name}, a number`} style=${`left:${left}px;width:${BOX}px`}
    ref=${focusOnce} value=${text} data-typing="yes" onInput=${(event) => setText(event.target.value)} onBlur=${make} onKeyDown=${keys} />`;
}

function focusOnce(input) {
  if (!input || input.dataset.focused) return;
  input.dataset.focused = "yes";
  input.focus();
  input.select();
}

function drag(event, app, { low, high }, cut, hold) {
  if (event.button !== 0 || app.isReadOnly) return;
  const handle = event.currentTarget;
  const area = handle.parentElement.getBoundingClientRect();
  const scoreAt = (x) => low + ((x - area.left) / area.width) * (high - low);
  // what was grabbed stays under the pointer, also where a label stands beside its line
  const shift = Math.min(Math.max(cut, low), high) - scoreAt(event.clientX);
  handle.setPointerCapture(event.pointerId);
  const start = event.clientX;
  let hasMoved = false;
  const move = ({ clientX }) => {
    hasMoved ||= Math.abs(clientX - start) > 2;
    if (hasMoved) hold(scoreAt(clientX) + shift);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", () => {
    handle.removeEventListener("pointermove", move);
    app.release();
  }, { once: true });
}

function tidy(value) {
  return Number(value.toPrecision(12));
}

function nearest(value, step) {
  return tidy(Math.round(value / step) * step);
}

// So many steps further; from between two multiples of the step, the first goes to the next one.
function moved(value, steps, step) {
  const exact = value / step;
  const start = steps > 0 ? Math.floor(exact + 1e-9) : Math.ceil(exact - 1e-9);
  return tidy((start + steps) * step);
}

// Round numbers, where they do not meet the labels of cuts; and live cuts that are no longer those
// of the draft.
export function Axis({ app, place }) {
  const { low, high, at, width, element } = place;
  const wide = (text) => textWidth(text, element, 11);
  const taken = labelsOf(app, place).filter((label) => label.at !== undefined);
  const texts = [];
  const put = (text, centre, kind) => {
    const label = { at: Math.min(Math.max(centre, wide(text) / 2), width - wide(text) / 2), width: wide(text) };
    if (meets(label, taken)) return false;
    taken.push(label);
    texts.push({ ...label, text, kind });
    return true;
  };
  for (const tier of app.tiers) {
    if (tier.live === null || tier.live === cutOf(app, tier)) continue;
    const text = `live ${plain(tier.live)}`;
    const x = (at(tier.live) * width) / 100;
    const beside = wide(text) / 2 + 4;
    [x, x + beside, x - beside].some((centre) => put(text, centre, "lv"));
  }
  for (const tick of ticks(low, high, 6)) put(plain(tick), (at(tick) * width) / 100, "tk");
  return html`<div class="xl" aria-hidden="true">${texts.map(({ text, at: centre, kind }) => html`<span key=${`${kind} ${text}`}
    class=${kind} style=${`left:${centre.toFixed(1)}px`}>${text}</span>`)}</div>`;
}
