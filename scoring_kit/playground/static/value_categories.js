// Value functions of categories: a bar for each, with its live value as a tick.

import { useRef } from "preact/hooks";
import { count, plain } from "./format.js";
import { html } from "./html.js";
import { stepFor, tidy } from "./value_curves.js";
import { NumberBox, wayOf } from "./value_parts.js";

export function Categories({ editor }) {
  const { app, value } = editor;
  const frozen = useRef(null);
  if (!app.held) frozen.current = null;
  const range = frozen.current ?? [Math.min(0, value.range[0]), Math.max(0, value.range[1])]; // bars begin at 0
  const step = stepFor(range[1] - range[0], value.categories.map((one) => one.value).filter((points) => typeof points === "number"));
  const most = Math.max(1, ...value.categories.map((one) => one.rows));
  const freeze = () => { frozen.current ??= range; };
  return html`<div class="cats" role="group" aria-label=${`Values of the categories of ${value.criterion}`}>
      <div class="cr hd" aria-hidden="true"><span>category</span><span class="r">rows</span><span></span><span class="r">value</span></div>
      <div class="cl0">${value.categories.map((one) => html`<${Category} key=${keyOf(one)} ...${{ app, value, one, range, step, most, freeze }} />`)}</div>
    </div>`;
}

// Texts and numbers that look alike are two categories.
function keyOf({ key }) {
  return key === null ? "other" : `${typeof key} ${key}`;
}

function Category({ app, value, one, range, step, most, freeze }) {
  const id = `category ${keyOf(one)} of ${value.criterion}`;
  const points = app.shown(id, one.value);
  const isNumber = typeof points === "number";
  const fields = { criterion: value.criterion, category: one.key };
  const hold = (wanted, later) => {
    const found = tidy(wanted, step);
    app.hold(id, found, "category points", { ...fields, points: found }, later);
  };
  const keys = (event) => {
    const way = wayOf(event);
    const isEnd = event.key === "Home" || event.key === "End";
    if (isEnd) event.preventDefault();
    if ((!way && !isEnd) || !isNumber || app.isReadOnly) return;
    if (isEnd) hold(range[event.key === "Home" ? 0 : 1], true);
    else hold(app.shown(id, points) + (way[0] + way[1]) * step, true);
  };
  const what = `Value of ${one.text}`;
  return html`<div class="cr"><span class="tx" title=${one.text}>${one.text}</span>
    <span class="r mut">${count(one.rows)}<i class="rw" style=${`width:${((100 * one.rows) / most).toFixed(1)}%`}></i></span>
    <span class=${isNumber ? "sl" : "sl off"}><${Bar} points=${points} live=${one.live} range=${range} />
      <input type="range" min=${range[0]} max=${range[1]} step="any" value=${isNumber ? points : range[0]} disabled=${!isNumber || app.isReadOnly}
        aria-label=${typeof one.live === "number" ? `${what}, live ${plain(one.live)}` : what} aria-valuetext=${isNumber ? plain(points) : "no number"}
        onPointerDown=${freeze} onInput=${(event) => hold(Number(event.target.value), false)}
        onChange=${() => app.release()} onBlur=${() => app.release()} onKeyDown=${keys} /></span>
    <${NumberBox} app=${app} what=${what} value=${isNumber ? points : null} make=${(found) => app.edit("category points", { ...fields, points: found })} /></div>`;
}

function Bar({ points, live, range: [low, high] }) {
  const share = (at) => 100 * Math.min(1, Math.max(0, (at - low) / (high - low || 1)));
  const part = (one, other) => `left:${Math.min(share(one), share(other)).toFixed(2)}%;width:${Math.abs(share(one) - share(other)).toFixed(2)}%`;
  const [hasPoints, hasLive] = [typeof points === "number", typeof live === "number"];
  return html`<i class="trk"></i>
    ${hasPoints && html`<i class="cb" style=${part(0, points)}></i>`}
    ${hasPoints && hasLive && points !== live && html`<i class=${points > live ? "seg up" : "seg dn"} style=${part(points, live)}></i>`}
    ${hasLive && html`<i class="lt" style=${`left:${share(live).toFixed(2)}%`}></i>`}`;
}
