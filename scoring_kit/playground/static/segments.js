// Winners and losers: the shares of each segment that rise and fall a tier.

import { useState } from "preact/hooks";
import { count, fixed, percent, size } from "./format.js";
import { html, Delta, Icon } from "./html.js";
import { panelClass, useFacts } from "./facts.js";

const MOST = 12; // segments that are shown at once

export function Segments({ app }) {
  const facts = useFacts(app, "segments");
  const wanted = app.look.segment;
  const known = facts?.rows && (wanted === null || facts.column === wanted) ? facts : null;
  const hasNone = known !== null && known.column === null;
  return html`<section class=${panelClass(app, known, "pl")} aria-label="Winners and losers" aria-busy=${!known}>
    <div class="ph"><h2>Winners and losers</h2>${facts?.columns?.length > 0 && html`<label class="ln rt">by
      <select value=${wanted ?? facts.column} onChange=${(event) => app.see({ segment: event.target.value })}>
        ${facts.columns.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select></label>`}</div>
    ${hasNone ? html`<p class="mut">No column to part the rows by: give some, as in segments=["region"].</p>`
      : known ? html`<${Told} key=${known.column} app=${app} known=${known} />` : html`<p class="note">${facts?.problem ?? "–"}</p>`}
  </section>`;
}

function Told({ app, known }) {
  const [isWhole, setWhole] = useState(false);
  const large = known.rows.filter((row) => !row.small);
  const shown = isWhole ? large : large.slice(0, MOST);
  const digits = digitsFor(large);
  const most = Math.max(1e-9, ...large.map((row) => Math.max(row.up, row.down) / row.rows));
  return html`<div class="sg" role="table" aria-label=${`By ${known.column}`}>
    <div class="sgr hd" role="row"><span role="columnheader">segment, rows</span><span class="db" role="columnheader"><${Icon} name="dn" kind="tri dnt" />fall a tier<span
      class="gap"></span>rise<${Icon} name="up" kind="tri upt" /></span><span class="ch" role="columnheader">mean change</span></div>
    ${shown.map((row) => html`<${Segment} key=${`${row.kind} ${row.segment}`} row=${row} most=${most} digits=${digits} />`)}</div>
    ${large.length > MOST && html`<button class="ln" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
      ${isWhole ? "Show the largest only" : `Show all ${large.length} segments`}</button>`}
    <p class="note">${app.tiers.length === 0 ? "Without tiers no row falls or rises one." : large.length > 0 && "Bars are shares of the segment."} ${smallText(known.rows)}</p>`;
}

// So many digits that the narrowest interval is not written as 0.
function digitsFor(rows) {
  const least = Math.min(...rows.map((row) => row.half_width || Infinity));
  return Number.isFinite(least) ? Math.min(6, Math.max(1, Math.ceil(-Math.log10(2 * least)))) : 1;
}

function Segment({ row, most, digits }) {
  const width = (part) => `${((50 * part) / row.rows / most).toFixed(1)}%`;
  const name = nameOf(row);
  const title = `${name}, ${count(row.rows)} rows: ${percent(row.down / row.rows, 1)} fall, ${percent(row.up / row.rows, 1)} rise`;
  return html`<div class="sgr" role="row" title=${title}><span class="nm" role="rowheader"><span class="tx">${name}</span><span class="mut">${count(row.rows)}</span></span>
    <span class=${row.down ? "r dnt" : "r mut"} role="cell"><span class="vh">fall: </span>${count(row.down)}</span>
    <span class="db" aria-hidden="true"><i class="b dn" style=${`right:50%;width:${width(row.down)}`}></i><i class="b up" style=${`left:50%;width:${width(row.up)}`}></i><i class="mid"></i></span>
    <span class=${row.up ? "upt" : "mut"} role="cell"><span class="vh">rise: </span>${count(row.up)}</span>
    <span class="ch" role="cell"><${Delta} value=${row.mean_change} text=${size(row.mean_change, digits)} />
      ${row.half_width !== null && row.half_width > 0 && html`<span class="mut">±${fixed(row.half_width, digits)}</span>`}</span></div>`;
}

const KINDS = { missing: "missing", other: "all others" };

function nameOf(row) {
  return KINDS[row.kind] ?? row.segment;
}

function smallText(rows) {
  const small = rows.filter((row) => row.small);
  if (!small.length) return "";
  const named = small.slice(0, 3).map((row) => `${nameOf(row)} (${count(row.rows)} ${row.rows === 1 ? "row" : "rows"})`).join(", ");
  const more = small.length > 3 ? ` and ${small.length - 3} more` : "";
  return `Not drawn, with fewer than 30 rows: ${named}${more}.`;
}
