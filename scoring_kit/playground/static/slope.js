// The ranks of the top rows, from live at the left to the draft at the right.

import { count } from "./format.js";
import { html, Delta } from "./html.js";
import { panelClass, useFacts } from "./facts.js";

const FAR = 3; // places from which on a move has a colour
const GAP = 0.7; // between the top and those beyond it, in rows

export function Slope({ app }) {
  const facts = useFacts(app, "slope");
  const known = facts?.rows ? facts : null;
  const n = known?.n ?? 10;
  return html`<section class=${panelClass(app, known, "grow ps")} aria-label=${`Top ${n}, live to draft`} aria-busy=${!known}>
    <div class="ph"><h2>Top ${n}, live to draft</h2><p class="rt mut">${known ? count(known.stay) : "–"} of ${n} stay</p></div>
    ${known ? html`<${Picture} app=${app} slope=${known} />` : html`<p class="note">${facts?.problem ?? "–"}</p>`}
  </section>`;
}

function Picture({ app, slope }) {
  const left = placed(slope.rows, "live_rank", slope.n);
  const right = placed(slope.rows, "draft_rank", slope.n);
  const height = Math.max(left.height, right.height, 1);
  const at = (place) => (100 * (place + 0.5)) / height;
  const kind = (one) => [one.move !== null && Math.abs(one.move) >= FAR && (one.move > 0 ? "up" : "dn"), app.hovered === one.row && "hov", app.look.row === one.row && "sel"].filter(Boolean).join(" ");
  const over = (one) => ({ onPointerEnter: () => app.hover(one.row), onPointerLeave: () => app.hover(null) });
  const inOrder = [...slope.rows].sort((one, other) => weight(one) - weight(other));
  const longest = Math.max(3, ...slope.rows.map((one) => one.key.length));
  return html`<div class="slp" style=${`--n:${Math.ceil(height)};--k:${Math.min(longest, 32)}ch`}>
    <div class="sll" aria-hidden="true">${left.rows.map(([one, place]) => html`<div key=${one.row} class=${kind(one)} style=${`top:${at(place)}%`} ...${over(one)}
      onClick=${() => app.see({ row: one.row })}><span title=${one.key}>${one.key}</span><b>${one.live_rank ?? "–"}</b></div>`)}</div>
    <div class="slm"><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      ${[left, right].map((side, index) => side.break !== null && html`<path key=${index} class="brk" vector-effect="non-scaling-stroke" d=${`M${index * 50} ${at(side.break)}H${50 + index * 50}`} />`)}
      ${inOrder.map((one) => html`<path key=${one.row} class=${kind(one)} vector-effect="non-scaling-stroke" d=${curve(at(left.of.get(one.row)), at(right.of.get(one.row)))} />`)}</svg></div>
    <div class="slr">${right.rows.map(([one, place]) => html`<button key=${one.row} class=${kind(one)} style=${`top:${at(place)}%`} ...${over(one)}
      onFocus=${() => app.hover(one.row)} onBlur=${() => app.hover(null)} onClick=${() => app.see({ row: one.row })} aria-pressed=${app.look.row === one.row}
      aria-label=${`${one.key}: live rank ${one.live_rank ?? "none"}, draft rank ${one.draft_rank ?? "none"}`}>
      <b>${one.draft_rank ?? "–"}</b><span class="tx" title=${one.key}>${one.key}</span><${Delta} value=${one.move} text=${count(Math.abs(one.move ?? 0))} /></button>`)}</div>
  </div>`;
}

// Far moves are drawn over the others.
function weight(one) {
  return Math.abs(one.move ?? 0);
}

// Rows in order of a rank, each with its place from the top; those beyond the top after a gap.
function placed(rows, name, n) {
  const rank = (one) => one[name] ?? Infinity;
  const ordered = [...rows].sort((one, other) => rank(one) - rank(other) || one.row - other.row);
  const inside = ordered.filter((one) => rank(one) <= n).length;
  const hasGap = inside > 0 && inside < ordered.length;
  const found = ordered.map((one, index) => [one, index + (hasGap && index >= inside ? GAP : 0)]);
  return {
    rows: found,
    of: new Map(found.map(([one, place]) => [one.row, place])),
    height: ordered.length + (hasGap ? GAP : 0),
    break: hasGap ? inside - 0.5 + GAP / 2 : null,
  };
}

function curve(from, to) {
  const [start, end] = [from.toFixed(2), to.toFixed(2)];
  return `M0 ${start}C40 ${start} 60 ${end} 100 ${end}`;
}
