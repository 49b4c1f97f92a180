// Value functions that are steps: the values of bins and the edges between them are moved.

import { useRef } from "preact/hooks";
import { plain } from "./format.js";
import { html, Delta } from "./html.js";
import { axisOf, stepFor, stepsOf, tidy, tidyBetween, valueAt } from "./value_curves.js";
import { follow, goToEnds, NumberBox, wayOf } from "./value_parts.js";
import { Plot, scales } from "./value_plot.js";

const valueId = (value, index) => `points ${index} of ${value.criterion}`;
const edgeId = (value, index) => `edge ${index} of ${value.criterion}`;

// The bins as they are shown, with what is held.
function binsOf(app, value) {
  return value.bins.map((bin, index) => ({
    ...bin,
    value: app.shown(valueId(value, index), bin.value),
    edge: bin.edge === null ? null : app.shown(edgeId(value, index), bin.edge),
  }));
}

// The bin that is first looked at: the first that differs from live.
export function firstBin(value) {
  const live = value.live_bins ?? [];
  const differs = (bin, index) => bin.value !== live[index]?.value || bin.edge !== live[index]?.edge;
  return Math.max(0, value.bins.findIndex(differs));
}

export function Bins({ editor }) {
  const { app, value, chosen } = editor;
  const area = useRef(null);
  const frozen = useRef(null);
  if (!app.held) frozen.current = null;
  const axis = frozen.current ?? axisOf(value);
  const bins = binsOf(app, value);
  const draft = stepsOf(bins, axis.low, axis.high);
  const live = value.live_bins ? stepsOf(value.live_bins, axis.low, axis.high) : value.live_curve;
  const steps = { x: stepFor(axis.high - axis.low, value.bins.map((bin) => bin.edge).filter((edge) => edge !== null)),
    y: stepFor(axis.top - axis.bottom, value.bins.map((bin) => bin.value).filter((points) => points !== null)) };
  const shared = { editor, bins, axis, steps, area, freeze: () => { frozen.current = axis; } };
  return html`<${Plot} app=${app} value=${value} axis=${axis} draft=${draft} live=${live} marked=${bins[chosen].edge} area=${area}>
      <${Label} draft=${draft} live=${live} axis=${axis} place=${placeOf(bins, chosen, axis)} />
      ${bins.map((bin, index) => html`<${Points} key=${`value ${index}`} index=${index} ...${shared} />
        ${bin.edge !== null && html`<${Edge} key=${`edge ${index}`} index=${index} ...${shared} />`}`)}
    <//><${Boxes} editor=${editor} bins=${bins} was=${valueAt(live, placeOf(bins, chosen, axis))} />`;
}

// The middle of a bin, as far as it is drawn.
function placeOf(bins, index, axis) {
  const from = Math.max(axis.low, bins[index - 1]?.edge ?? axis.low);
  const to = Math.min(axis.high, bins[index].edge ?? axis.high);
  return (from + to) / 2;
}

function Label({ draft, live, axis, place }) {
  const { x, y } = scales(axis);
  const [now, was] = [valueAt(draft, place), valueAt(live, place)];
  if (now === null || was === null || now === was) return null;
  const side = x(place) < 50 ? "right" : "left";
  return html`<span class=${`lb at dr ${side} ${now < was ? "below" : "above"}`} style=${`left:${x(place)}%;top:${y(now)}%`}>${plain(now)}
    <${Delta} value=${now - was} text=${plain(Number(Math.abs(now - was).toPrecision(4)))} /></span>`;
}

function Points({ editor, bins, index, axis, steps, area, freeze }) {
  const { app, value, chosen, choose } = editor;
  const { x, y } = scales(axis);
  const id = valueId(value, index);
  const points = bins[index].value;
  const isNumber = typeof points === "number";
  const hold = (wanted, later) => {
    const found = tidy(wanted, steps.y);
    app.hold(id, found, "bin points", { criterion: value.criterion, bin: index, points: found }, later);
  };
  const keys = (event) => {
    if (goToEnds(event, area.current)) return;
    const way = wayOf(event);
    if (!way || !isNumber || app.isReadOnly) return;
    hold(app.shown(id, points) + (way[0] + way[1]) * steps.y, true);
  };
  const drag = (event) => {
    if (!isNumber) return;
    freeze();
    follow(event, area.current, id, app, (right, up) => {
      if (up) hold(Math.min(axis.top, Math.max(axis.bottom, points + up * (axis.top - axis.bottom))), false);
    });
  };
  const height = isNumber ? points : axis.bottom;
  const kinds = ["kn", "bv", index === chosen && "on", !isNumber && "gap"].filter(Boolean).join(" ");
  return html`<button class=${kinds} role="slider" aria-orientation="vertical" data-part=${`value ${index}`}
    aria-label=${`Value ${nameOf(value.bins, index)}`} aria-valuenow=${height} aria-valuemin=${Math.min(axis.bottom, height)}
    aria-valuemax=${Math.max(axis.top, height)} aria-valuetext=${isNumber ? plain(points) : "no number"}
    style=${`left:${x(placeOf(bins, index, axis))}%;top:${y(height)}%`} onFocus=${() => choose(index)} onBlur=${() => app.release()}
    onKeyDown=${keys} onPointerDown=${drag}></button>`;
}

function Edge({ editor, bins, index, axis, steps, area, freeze }) {
  const { app, value, chosen, choose } = editor;
  const { x } = scales(axis);
  const id = edgeId(value, index);
  const { edge, closed } = bins[index];
  const ends = [bins[index - 1]?.edge ?? null, bins[index + 1]?.edge ?? null];
  const hold = (wanted, later) => {
    const found = tidyBetween(wanted, steps.x, ...ends, edge);
    app.hold(id, found, "bin edge", { criterion: value.criterion, bin: index, edge: found }, later);
  };
  const keys = (event) => {
    if (goToEnds(event, area.current)) return;
    const way = wayOf(event);
    if (way && !app.isReadOnly) hold(app.shown(id, edge) + (way[0] + way[1]) * steps.x, true);
  };
  const drag = (event) => {
    freeze();
    follow(event, area.current, id, app, (right) => {
      if (right) hold(edge + right * (axis.high - axis.low), false);
    });
  };
  return html`<button class=${index === chosen ? "be on" : "be"} role="slider" data-part=${`edge ${index}`}
    aria-label=${`Edge ${index + 1}, ${closed === "up_to" ? "up to" : "below"}`} aria-valuenow=${edge} aria-valuemin=${ends[0] ?? Math.min(axis.low, edge)}
    aria-valuemax=${ends[1] ?? Math.max(axis.high, edge)} aria-valuetext=${`${plain(edge)}${value.unit ? ` ${value.unit}` : ""}`}
    style=${`left:${x(edge)}%`} onFocus=${() => choose(index)} onBlur=${() => app.release()} onKeyDown=${keys} onPointerDown=${drag}><i></i></button>`;
}

function nameOf(bins, index) {
  return bins[index].text ? `of ${bins[index].text}` : `of bin ${index + 1}`;
}

function Boxes({ editor, bins, was }) {
  const { app, value, chosen } = editor;
  const { edge, closed, value: points } = bins[chosen];
  const of = `of bin ${chosen + 1} of ${value.criterion}`;
  const fields = { criterion: value.criterion, bin: chosen };
  return html`<div class="kr" key=${chosen}><span class="kl">Bin ${chosen + 1} of ${bins.length}</span>
    ${edge === null ? html`<span class="mut">${bins.length === 1 ? "all" : "the rest"}</span>`
      : html`<label>${closed === "up_to" ? "up to" : "below"}<${NumberBox} app=${app} what=${`The edge ${of}`} value=${edge}
        make=${(found) => app.edit("bin edge", { ...fields, edge: found })} /></label>`}
    <label>value<${NumberBox} app=${app} what=${`The value ${of}`} value=${typeof points === "number" ? points : null}
      make=${(found) => app.edit("bin points", { ...fields, points: found })} /></label>
    ${was !== null && html`<span class="rt mut">live ${plain(was)}</span>`}</div>`;
}
