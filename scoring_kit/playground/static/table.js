// The ranked rows, a page at a time from the kernel.

import { count, fixed, scoreDigits, size } from "./format.js";
import { html, Delta, Icon } from "./html.js";

export function RankedTable({ app }) {
  const { page, histogram } = app.frame;
  const digits = app.state.digits ?? scoreDigits(histogram.low, histogram.high);
  const { offset, limit } = app.look;
  const last = Math.min(offset + page.rows.length, page.found);
  return html`<section class="pn" aria-label="Ranked rows">
    <div class="ph"><h2>Ranked rows</h2><label class="find rt"><${Icon} name="find" /><input placeholder="Find a row" aria-label="Find a row"
      value=${app.look.find} onInput=${(event) => app.see({ find: event.target.value, offset: 0 })} /></label></div>
    <table class="rk"><caption class="vh">Rows by draft rank</caption>
      <thead><tr><th class="pc"><span class="vh">Pin</span></th><th class="r">rank</th><th class="mv">move</th><th>${app.setting.key.join(", ") || "row"}</th>
        <th class="r sc">score</th><th class="mv">change</th><th class="tc">tier</th></tr></thead>
      <tbody>${page.rows.map((row) => html`<${Row} key=${row.row} app=${app} row=${row} digits=${digits} />`)}</tbody></table>
    <p class="foot"><span><b>${count(page.rows.length ? offset + 1 : 0)} to ${count(last)}</b> of ${count(page.found)}</span>
      <span class="rt pair"><button class="ln" disabled=${offset === 0} onClick=${() => app.see({ offset: Math.max(0, offset - limit) })}>Previous</button>
      <button class="ln" disabled=${last >= page.found} onClick=${() => app.see({ offset: offset + limit })}>Next</button></span></p>
  </section>`;
}

function Row({ app, row, digits }) {
  const change = row.score === null || row.live_score === null ? null : row.score - row.live_score;
  const tilde = app.frame.is_exact ? "" : "~";
  return html`<tr class=${[app.look.row === row.row && "sel", app.hovered === row.row && "hov"].filter(Boolean).join(" ")} onClick=${() => app.see({ row: row.row })}
    onPointerEnter=${() => app.hover(row.row)} onPointerLeave=${() => app.hover(null)}>
    <td class="pc"></td><td class="r">${row.rank ? `${tilde}${count(row.rank)}` : "–"}</td>
    <td class="mv"><${Delta} value=${row.move} text=${count(Math.abs(row.move))} /></td><td class="id" title=${row.key}>${row.key}</td>
    <td class="r sc">${row.score === null ? html`<span class="mut">${row.status ?? "no score"}</span>` : html`<b>${fixed(row.score, digits)}</b>`}</td>
    <td class="mv"><${Delta} value=${change} text=${size(change, digits)} /></td><td class="tc">${row.tier ?? "–"}</td></tr>`;
}
