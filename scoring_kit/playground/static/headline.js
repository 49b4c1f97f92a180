// What the draft changes, in the few numbers that are asked for first.

import { count, fixed, percent, size } from "./format.js";
import { html, Delta } from "./html.js";
import { OutcomeCell } from "./outcome.js";

export function Headline({ app }) {
  return html`<section class="hero" aria-label="The change against live">
    <${Crossed} app=${app} /><${Moved} app=${app} /><${OutcomeCell} app=${app} />
  </section>`;
}

function Crossed({ app }) {
  const { movers, rows } = app.frame;
  const { crossed_up: up, crossed_down: down } = movers;
  const all = up + down;
  return html`<div class="h1c"><h2>Change tier</h2>
    <p class="big">${count(all)}<span>of ${count(rows)} · ${percent(all / Math.max(rows, 1), 1)}</span></p>
    <div class="split" aria-hidden="true">${all > 0 && html`<i style=${`width:${(100 * up) / all}%`}></i><i></i>`}</div>
    <p class="ends"><${Delta} value=${up} text=${`${count(up)} up`} /><${Delta} value=${-down} text=${`${count(down)} down`} /></p>
  </div>`;
}

function Moved({ app }) {
  const { movers } = app.frame;
  return html`<div><h2>Typical rank move</h2>
    <p class="big">${fixed(movers.mean_move, movers.mean_move < 10 ? 1 : 0)}<span>places</span></p>
    <p class="sub">score ${size(movers.mean_change, 2)} on average</p></div>`;
}
