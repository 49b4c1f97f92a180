// The weights: each with a lock, its effective weight, a slider and a number box.

import { useState } from "preact/hooks";
import { digitsOf, fixed, percent, plain, stepped, typed } from "./format.js";
import { html, Delta, Icon } from "./html.js";
import { hue } from "./colours.js";
import { useFacts } from "./facts.js";

const KINDS = [["proportional", "proportional"], ["equal", "equal shares"], ["none", "none"]];

export function Weights({ app }) {
  const { members } = app;
  useFacts(app, "bands");
  return html`<section class="pn" aria-label="Weights">
    <div class="ph"><h2>Weights</h2><label class="ln rt">Rebalance
      <select value=${app.state.rebalancing} disabled=${app.isReadOnly}
        onChange=${(event) => app.ask("rebalance", { how: event.target.value })}>
        ${KINDS.map(([kind, word]) => html`<option value=${kind} key=${kind}>${word}</option>`)}</select></label></div>
    <div class="wr hd" aria-hidden="true"><span></span><span></span><span class="sp">effective</span><span>weight</span></div>
    <div class="wl">${members.map((member) => html`<${Row} key=${member.name} app=${app} member=${member} />`)}</div>
    <${Removed} names=${app.state.removed} />
    <p class="keys"><span><i class="k-th"></i>draft</span><span><i class="k-lt"></i>live</span>
      ${app.facts.bands?.bands && html`<span><i class="k-bn"></i>at least ${app.facts.bands.keep} of the top ${app.facts.bands.top} stay</span>`}</p>
  </section>`;
}

function Row({ app, member }) {
  const isOpen = !member.is_group && app.look.criterion === member.name;
  const kinds = ["wr", member.is_group && "g", isOpen && "sel"].filter(Boolean).join(" ");
  const label = member.title ?? member.name;
  const isStill = !member.has_weight || member.is_locked || app.isReadOnly;
  const shift = member.live_effective === null ? null : 100 * (member.effective - member.live_effective);
  return html`<div class=${kinds} role="group" aria-label=${member.name} style=${`--depth:${member.depth}`}
    onKeyDown=${(event) => lockByKey(app, member, event)}>
    <button class=${member.is_locked ? "lk on" : "lk"} aria-pressed=${member.is_locked} aria-label=${`Lock ${member.name}`}
      disabled=${!member.has_weight || app.isReadOnly} onClick=${() => toggle(app, member)}>
      <${Icon} name=${member.is_locked ? "lock" : "open"} /></button>
    <span class="nm">${!member.is_group && html`<i class="sw" style=${`background:${hue(app, member.name)}`}></i>`}
      ${member.is_group ? html`<span class="tx" title=${label}>${member.name}</span>`
        : html`<button class="tx" title=${label} aria-pressed=${isOpen} onClick=${() => app.see({ criterion: member.name })}>${member.name}</button>`}
      ${member.is_new && html`<em class="new">new</em>`}</span>
    <span class="ch">${shift !== null && html`<${Delta} value=${shift} text=${Math.abs(shift).toFixed(Math.abs(shift) < 1 ? 1 : 0)} />`}</span>
    <span class="ef">${member.has_weight ? percent(member.effective, member.effective < 0.1 ? 1 : 0) : "–"}</span>
    <${Box} app=${app} member=${member} isStill=${isStill} />
    <${Slider} app=${app} member=${member} isStill=${isStill} />
  </div>`;
}

function toggle(app, member) {
  app.release();
  app.ask("lock", { name: member.name, on: !member.is_locked });
}

function lockByKey(app, member, event) {
  const isTyping = event.target.matches("input:not([type=range])");
  if (event.key.toLowerCase() !== "l" || isTyping || event.ctrlKey || event.metaKey || !member.has_weight) return;
  event.preventDefault();
  event.stopPropagation();
  toggle(app, member);
}

// A number box keeps what is being typed until Enter, or until it is left.
function Box({ app, member, isStill }) {
  const [text, setText] = useState(null);
  const id = `weight ${member.name}`;
  const value = app.shown(id, member.weight);
  const make = () => {
    if (text === null) return;
    setText(null);
    const weight = typed(text);
    if (Number.isNaN(weight)) app.refuse(`the weight of ${member.name} is a number, found ${JSON.stringify(text)}`);
    else if (weight !== member.weight) app.edit("weight", { name: member.name, weight });
  };
  const keys = (event) => {
    if (event.key === "Enter") make();
    if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      setText(null);
    }
  };
  const written = stepped(value, Math.min(member.step, 0.01));
  return html`<input class="nb" inputmode="decimal" aria-label=${`Weight of ${member.name}`} readonly=${isStill}
    title=${plain(value)} value=${text ?? written} data-typing=${text !== null ? "yes" : undefined} onInput=${(event) => setText(event.target.value)}
    onBlur=${make} onKeyDown=${keys} />`;
}

const JUMPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

function Slider({ app, member, isStill }) {
  const id = `weight ${member.name}`;
  const { top, step } = member;
  const value = app.shown(id, member.weight);
  const band = app.facts.bands?.bands?.[member.name];
  const hold = (weight, later) =>
    app.hold(id, weight, "weight", { name: member.name, weight }, later);
  const keys = (event) => {
    const jump = JUMPS[event.key];
    if (event.key !== "Home" && event.key !== "End" && !jump) return;
    event.preventDefault();
    if (isStill) return;
    const by = jump * step * (event.shiftKey ? 10 : 1);
    // keys may come faster than the screen is drawn, so what is held counts
    const wanted = event.key === "Home" ? 0 : event.key === "End" ? top : app.shown(id, member.weight) + by;
    hold(tidy(Math.min(top, Math.max(0, wanted)), step), true);
  };
  const share = (at) => `${(100 * Math.min(1, Math.max(0, at / top))).toFixed(2)}%`;
  const { live } = member;
  const low = Math.min(live ?? value, value);
  const high = Math.max(live ?? value, value);
  const said = `Weight of ${member.name}${live === null ? "" : `, live ${plain(live)}`}`
    + (band ? `, top ${app.facts.bands.top} stable from ${fixed(band[0], 2)} to ${fixed(band[1], 2)}` : "");
  return html`<span class=${isStill ? "sl off" : "sl"}><i class="trk"></i>
    ${band && html`<i class="bnd" style=${`left:${share(band[0])};width:calc(${share(band[1])} - ${share(band[0])})`}></i>`}
    ${live !== null && html`<i class=${value > live ? "seg up" : "seg dn"} style=${`left:${share(low)};width:calc(${share(high)} - ${share(low)})`}></i>`}
    ${live !== null && html`<i class="lt" style=${`left:${share(live)}`}></i>`}
    <input type="range" min="0" max=${top} step="any" value=${value} disabled=${isStill} aria-label=${said}
      aria-valuetext=${fixed(value, digitsOf(step))}
      onInput=${(event) => hold(tidy(Number(event.target.value), step), false)}
      onChange=${() => app.release()} onBlur=${() => app.release()} onKeyDown=${keys} />
  </span>`;
}

// The nearest multiple of the step, without the noise of the division.
function tidy(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

function Removed({ names }) {
  if (!names.length) return null;
  return html`<p class="note">Only in the live version: ${names.join(", ")}</p>`;
}
