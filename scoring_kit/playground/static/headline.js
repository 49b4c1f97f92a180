// What the draft changes, in the few numbers that are asked for first; a press shows their rows.

import { count, fixed, percent, size } from "./format.js";
import { html, Delta } from "./html.js";
import { OutcomeCell } from "./outcome.js";

export function Headline({ app }) {
  const isLate = app.dimming.isOn && (!app.frame.is_exact || app.facts.headline?.version !== app.state.version);
  return html`<section class=${isLate ? "hero old" : "hero"} aria-label="The change against live">
    <${Crossed} app=${app} /><${Top} app=${app} /><${Mean} app=${app} /><${Moved} app=${app} /><${OutcomeCell} app=${app} />
  </section>`;
}

// A cell whose whole ground is a button: it filters or sorts the table.
function Cell({ app, name, look, kind = "", children }) {
  const isOn = Object.entries(look).every(([field, value]) => app.look[field] === value);
  const press = () => app.see({ ...(isOn ? { only: null, sort: "rank" } : look), offset: 0 });
  return html`<div class=${`cell ${kind} ${isOn ? "on" : ""}`}><h2><button class="hot" aria-pressed=${isOn} onClick=${press}>${name}</button></h2>
    ${children}</div>`;
}

function Crossed({ app }) {
  const { movers, rows } = app.frame;
  const { crossed_up: up, crossed_down: down } = movers;
  const all = up + down;
  if (!app.tiers.length) return html`<${Gained} app=${app} />`;
  return html`<${Cell} app=${app} name="Change tier" look=${{ only: "tier" }} kind="h1c">
    <p class="big">${all ? count(all) : "–"}<span>${app.state.is_same ? "Same as live" : `of ${count(rows)} · ${percent(all / Math.max(rows, 1), 1)}`}</span></p>
    <div class="split" aria-hidden="true">${up > 0 && html`<i class="up" style=${`flex-grow:${up}`}></i>`}${down > 0 && html`<i class="dn" style=${`flex-grow:${down}`}></i>`}</div>
    ${all > 0 && html`<p class="ends"><${Delta} value=${up} text=${`${count(up)} up`} /><${Delta} value=${-down} text=${`${count(down)} down`} /></p>`}</${Cell}>`;
}

// A card without tiers: rows that rise and fall instead.
function Gained({ app }) {
  const { movers, rows } = app.frame;
  const { up, down } = movers;
  return html`<${Cell} app=${app} name="Change rank" look=${{ sort: "moved" }} kind="h1c">
    <p class="big">${up + down ? count(up + down) : "–"}<span>${app.state.is_same ? "Same as live" : `of ${count(rows)}`}</span></p>
    <div class="split" aria-hidden="true">${up > 0 && html`<i class="up" style=${`flex-grow:${up}`}></i>`}${down > 0 && html`<i class="dn" style=${`flex-grow:${down}`}></i>`}</div>
    ${up + down > 0 && html`<p class="ends"><${Delta} value=${up} text=${`${count(up)} up`} /><${Delta} value=${-down} text=${`${count(down)} down`} /></p>`}</${Cell}>`;
}

function Top({ app }) {
  const { filters } = app.frame;
  const top = app.facts.headline?.top;
  const n = filters?.top ?? top?.n;
  const enter = filters?.entered ?? top?.enter;
  return html`<${Cell} app=${app} name=${`Top ${n ? count(n) : ""}`} look=${{ only: "top" }}>
    <p class="big">${enter ? count(enter) : "–"}<span>${enter ? html`enter${top && html`, <span class="late">${count(top.leave)} leave</span>`}` : "enter"}</span></p>
    <p class="sub late">${top && n ? `${count(top.stay)} stay · ${percent(top.stay / Math.max(top.stay + top.leave, 1))}` : ""}</p></${Cell}>`;
}

function Mean({ app }) {
  const { histogram } = app.frame;
  const mean = app.facts.headline?.mean;
  const digits = Math.max(app.state.digits ?? 0, Math.ceil(3 - Math.log10(histogram.high - histogram.low)));
  const change = mean && mean.candidate !== null && mean.live !== null ? mean.candidate - mean.live : null;
  return html`<${Cell} app=${app} name="Mean score" look=${{ sort: "change" }}>
    <p class="big late">${fixed(mean?.candidate, digits)}${change !== null && html` <span><${Delta} value=${change} text=${size(change, digits)} /></span>`}</p>
    <p class="sub late">${mean ? `live ${fixed(mean.live, digits)}` : ""}</p></${Cell}>`;
}

function Moved({ app }) {
  const { movers } = app.frame;
  const known = app.facts.headline;
  const typical = known ? known.median_move : movers.mean_move;
  const digits = typical < 10 && typical % 1 ? 1 : 0;
  return html`<${Cell} app=${app} name="Typical rank move" look=${{ sort: "moved" }}>
    <p class=${known ? "big late" : "big"}>${typical ? fixed(typical, digits) : "–"}<span>${typical === 1 ? "place" : "places"}</span></p>
    <p class="sub late">${known && (known.most_up || known.most_down) ? html`most <${Delta} value=${known.most_up} text=${count(known.most_up ?? 0)} />
      ${" "}<${Delta} value=${-known.most_down} text=${count(known.most_down ?? 0)} />` : ""}</p></${Cell}>`;
}
