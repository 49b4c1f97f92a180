// One row of the table: where it stands, what moved it, and its tier.

import { count, fixed, size } from "./format.js";
import { html, Delta, Icon } from "./html.js";
import { Bar } from "./contribution_bar.js";

const WORDS = { insufficient: "insufficient", knocked_out: "knocked out", invalid: "invalid" };

// sheet: what all rows of the table share. position: its number among all rows of the view.
export function Row({ sheet, row, isFirst, position, focused }) {
  const { app, digits, hasBars } = sheet;
  const isPinned = app.look.pinned.includes(row.row);
  const isSelected = app.look.row === row.row;
  const change = row.score === null || row.live_score === null ? null : row.score - row.live_score;
  const pin = (event) => {
    event.stopPropagation();
    app.togglePin(row.row);
  };
  return html`<tr class=${[isSelected && "sel", app.hovered === row.row && "hov"].filter(Boolean).join(" ")}
    onPointerEnter=${() => app.hover(row.row)} onPointerLeave=${() => app.hover(null)} tabindex=${isFirst ? 0 : -1} aria-rowindex=${position} aria-selected=${isSelected}
    data-row=${row.row} onClick=${() => app.see({ row: row.row })} onFocus=${focused}>
    <td class="pc"><button class=${isPinned ? "pinb on" : "pinb"} tabindex="-1" aria-pressed=${isPinned} aria-label=${`Pin ${row.key}`} onClick=${pin}><${Icon} name="pin" /></button></td>
    <td class="r">${row.rank ? `${isNear(app) ? "~" : ""}${count(row.rank)}` : "–"}</td>
    <td class="mv"><${Move} row=${row} /></td><td class="id" title=${row.key}>${row.key}</td>
    <${Score} row=${row} digits=${digits} /><td class="mv cg"><${Delta} value=${change} text=${size(change, digits)} /></td>
    ${hasBars && html`<td class="bc">${row.bars && html`<${Bar} sheet=${sheet} row=${row} />`}</td>`}
    <td class="tc"><${Tier} app=${app} row=${row} /></td></tr>`;
}

function isNear(app) {
  return !app.frame.is_exact && !app.frame.ranks_exact;
}

function Move({ row }) {
  const isBoth = row.score !== null && row.live_score !== null;
  return isBoth ? html`<${Delta} value=${row.move} text=${count(Math.abs(row.move))} />` : null;
}

function Score({ row, digits }) {
  if (row.score !== null) return html`<td class="sc"><b>${fixed(row.score, digits)}</b></td>`;
  const word = WORDS[row.status] ?? "no score";
  return html`<td class="sc mut" title=${word}>${word}</td>`;
}

const SHORT = 3; // letters of a tier's name up to which both fit beside each other

// The tier; if the row changed it, with the one it had, or with a sign where names are long.
function Tier({ app, row }) {
  const { tier, live_tier: was } = row;
  const name = tier ?? "–";
  if (tier === was) return html`<b title=${name}>${name}</b>`;
  const isUp = placeOf(app.tiers.map((one) => one.name), tier) < placeOf(app.state.live_tiers, was);
  const kind = isUp ? "upt" : "dnt";
  const isShort = name.length <= SHORT && (was ?? "").length <= SHORT;
  return isShort ? html`<span class="was">${was ?? "–"}</span><b class=${kind}>${name}</b>`
    : html`<b class=${`${kind} lt`} title=${`${was ?? "–"} → ${name}`}><span class="vh">from ${was ?? "none"} ${isUp ? "up" : "down"} to </span><${Icon}
      name=${isUp ? "up" : "dn"} kind="tri" /><span class="tx">${name}</span></b>`;
}

function placeOf(names, name) {
  const place = names.indexOf(name);
  return place < 0 ? names.length : place;
}
