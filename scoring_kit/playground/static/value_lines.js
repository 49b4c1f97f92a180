// Value functions that are lines: their knots are moved, added and taken away.

import { useLayoutEffect, useRef } from "preact/hooks";
import { plain } from "./format.js";
import { html, Delta } from "./html.js";
import { axisOf, lineThrough, stepFor, tidy, tidyBetween, valueAt } from "./value_curves.js";
import { focusedPart, follow, goToEnds, NumberBox, wayOf } from "./value_parts.js";
import { Plot, scales } from "./value_plot.js";

// The knots as they are shown, the one that is held among them.
function knotsOf(app, value) {
  return value.knots.map((knot, index) => app.shown(idOf(value, index), knot));
}

function idOf(value, index) {
  return `knot ${index} of ${value.criterion}`;
}

// The knot that is first looked at: the first that differs from live.
export function firstKnot(value) {
  const live = new Set((value.live_knots ?? []).map(String));
  return Math.max(0, value.knots.findIndex((knot) => !live.has(String(knot))));
}

// Add a knot halfway to the next one; after the last, halfway to the one before.
export function addKnot({ app, value, chosen, want }, isFocused) {
  const knots = knotsOf(app, value);
  const left = Math.min(chosen, knots.length - 2);
  const x = Number(((knots[left][0] + knots[left + 1][0]) / 2).toPrecision(12));
  want({ length: knots.length + 1, index: left + 1, isFocused });
  app.edit("add knot", { criterion: value.criterion, x });
}

// Take a knot away; the one after it is looked at next, or the last.
export function deleteKnot({ app, value, chosen, want }, isFocused) {
  const length = value.knots.length - 1;
  want({ length, index: Math.min(chosen, length - 1), isFocused });
  app.edit("delete knot", { criterion: value.criterion, knot: chosen });
}

export function Lines({ editor }) {
  const { app, value, chosen, choose } = editor;
  const area = useRef(null);
  const frozen = useRef(null);
  if (!app.held) frozen.current = null;
  const axis = frozen.current ?? axisOf(value);
  const knots = knotsOf(app, value);
  const outside = value.outside?.policy ?? "clamp";
  const draft = lineThrough(knots, outside, axis.low, axis.high);
  const live = value.live_knots ? lineThrough(value.live_knots, outside, axis.low, axis.high) : value.live_curve;
  useKeptFocus(area, knots.length, editor);
  const steps = { x: stepFor(axis.high - axis.low, value.knots.map((knot) => knot[0])), y: stepFor(axis.top - axis.bottom, value.knots.map((knot) => knot[1])) };
  const shared = { editor, knots, axis, steps, area, freeze: () => { frozen.current = axis; } };
  const add = (event) => {
    if (app.isReadOnly || event.target.closest("button")) return;
    const box = area.current.getBoundingClientRect();
    const x = tidy(axis.low + ((event.clientX - box.left) / box.width) * (axis.high - axis.low), steps.x);
    editor.want({ length: knots.length + 1, index: knots.filter((knot) => knot[0] < x).length, isFocused: true });
    app.edit("add knot", { criterion: value.criterion, x });
  };
  return html`<${Plot} app=${app} value=${value} axis=${axis} draft=${draft} live=${live} marked=${knots[chosen][0]} area=${area} onDblClick=${add}>
      <${Ghosts} value=${value} knots=${knots} axis=${axis} />
      <${Labels} knot=${knots[chosen]} live=${live} axis=${axis} />
      ${knots.map((knot, index) => html`<${Knot} key=${index} index=${index} isOn=${index === chosen} choose=${choose} ...${shared} />`)}
    <//><${Boxes} editor=${editor} knots=${knots} live=${live} />`;
}

// Look at the knot that has come, or at the one beside what has gone; the focus is never lost.
function useKeptFocus(area, length, { wanted, choose, chosen }) {
  const focused = focusedPart(area.current);
  useLayoutEffect(() => {
    const found = wanted.current;
    if (found && found.length === length) {
      wanted.current = null;
      choose(found.index);
      if (found.isFocused) focusKnot(area, found.index);
    } else if (focused !== null && Number(focused) >= length) {
      focusKnot(area, Math.min(chosen, length - 1));
    }
  }, [length]);
}

function focusKnot(area, index) {
  area.current?.querySelector(`[data-part="${index}"]`)?.focus({ preventScroll: true });
}

function Ghosts({ value, knots, axis }) {
  const { x, y } = scales(axis);
  const same = new Set(knots.map(String));
  const moved = (value.live_knots ?? []).filter((knot) => !same.has(String(knot)));
  return moved.map((knot) => html`<i key=${knot[0]} class="gk" style=${`left:${x(knot[0])}%;top:${y(knot[1])}%`}></i>`);
}

// The chosen knot's value and that of live, each on its own side of the knot.
function Labels({ knot, live, axis }) {
  const { x, y } = scales(axis);
  const was = valueAt(live, knot[0]);
  const [left, top] = [x(knot[0]), y(knot[1])];
  const guide = html`<i class="gd0" style=${`left:${left}%;top:${top}%`}></i>`;
  if (was === null || plain(was) === plain(knot[1])) return guide;
  const side = left < 35 ? "right" : left > 65 ? "left" : knot[1] < was ? "left" : "right";
  const isLower = knot[1] < was;
  return html`${guide}
    <span class=${`lb at ${side} ${isLower ? "above" : "below"}`} style=${`left:${left}%;top:${y(was)}%`}>live ${plain(rounded(was))}</span>
    <span class=${`lb at dr ${side} ${isLower ? "below" : "above"}`} style=${`left:${left}%;top:${top}%`}>${plain(knot[1])}
      <${Delta} value=${knot[1] - was} text=${plain(rounded(Math.abs(knot[1] - was)))} /></span>`;
}

function rounded(value) {
  return Number(value.toPrecision(4));
}

function Knot({ editor, knots, index, isOn, axis, steps, area, freeze, choose }) {
  const { app, value } = editor;
  const [input, height] = knots[index];
  const { x, y } = scales(axis);
  const id = idOf(value, index);
  // ways: along which axes it moves; along the other one it stays as it is, to the last digit.
  const hold = (wantedX, wantedY, ways, later) => {
    const [left, right] = [knots[index - 1]?.[0] ?? null, knots[index + 1]?.[0] ?? null];
    const [nowX, nowY] = later ? app.shown(id, knots[index]) : knots[index];
    const found = [ways[0] ? tidyBetween(wantedX, steps.x, left, right, nowX) : nowX, ways[1] ? tidy(wantedY, steps.y) : nowY];
    app.hold(id, found, "move knot", { criterion: value.criterion, knot: index, x: found[0], value: found[1] }, later);
  };
  const keys = (event) => {
    if (goToEnds(event, area.current)) return;
    const way = wayOf(event);
    if (app.isReadOnly) return;
    const [nowX, nowY] = app.shown(id, knots[index]); // keys can come faster than pictures
    if (way) hold(nowX + way[0] * steps.x, nowY + way[1] * steps.y, way, true);
    else addOrDelete(event, editor, index);
  };
  const drag = (event) => {
    freeze();
    follow(event, area.current, id, app, (right, up) => {
      const reached = Math.min(axis.top, Math.max(axis.bottom, height + up * (axis.top - axis.bottom)));
      hold(input + right * (axis.high - axis.low), reached, [right, up], false);
    });
  };
  const unit = value.unit ? ` ${value.unit}` : "";
  return html`<button class=${isOn ? "kn on" : "kn"} role="slider" data-part=${index} aria-label=${`Knot ${index + 1} of ${knots.length}`}
    aria-valuemin=${Math.min(axis.bottom, height)} aria-valuemax=${Math.max(axis.top, height)} aria-valuenow=${height}
    aria-valuetext=${`${plain(input)}${unit}, value ${plain(height)}`} style=${`left:${x(input)}%;top:${y(height)}%`}
    onFocus=${() => choose(index)} onBlur=${() => app.release()} onKeyDown=${keys} onPointerDown=${drag}></button>`;
}

function addOrDelete(event, editor, index) {
  const act = { Insert: addKnot, "+": addKnot, Delete: deleteKnot, Backspace: deleteKnot }[event.key];
  if (!act) return;
  event.preventDefault();
  act({ ...editor, chosen: index }, true);
}

function Boxes({ editor, knots, live }) {
  const { app, value, chosen } = editor;
  const [x, height] = knots[chosen];
  const was = valueAt(live, x);
  const where = `of knot ${chosen + 1} of ${value.criterion}`;
  const make = (fields) => app.edit("move knot", { criterion: value.criterion, knot: chosen, ...fields });
  return html`<div class="kr" key=${chosen}><span class="kl">Knot ${chosen + 1} of ${knots.length}</span>
    <label><span class="un">${value.unit ?? "input"}</span><${NumberBox} app=${app} what=${`The input ${where}`} value=${x} make=${(found) => make({ x: found })} /></label>
    <label>value<${NumberBox} app=${app} what=${`The value ${where}`} value=${height} make=${(found) => make({ value: found })} /></label>
    ${was !== null && html`<span class="rt mut">live ${plain(rounded(was))}</span>`}</div>`;
}
