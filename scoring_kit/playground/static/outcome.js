// What came true: how well live and draft tell rows with the outcome from those without.

import { fixed, percent, size } from "./format.js";
import { html, Delta } from "./html.js";
import { isOld, useFacts } from "./facts.js";

const SHARES = [0.05, 0.1, 0.2];
const FIGURES = [["auc", "AUC", 3], ["ks", "KS", 3], ["lift", "Lift", 2]];

export function OutcomeCell({ app }) {
  const facts = useFacts(app, "outcome");
  const known = facts && facts.share === app.look.share ? facts : null;
  if (facts?.column === null) {
    return html`<div class="outc"><h2>Outcome</h2><p class="sub">No outcome column: give outcome="…"</p></div>`;
  }
  const classes = isOld(app, known) ? "outc old" : "outc";
  return html`<div class=${classes} aria-busy=${!known}><div class="mini" role="table" aria-label=${`Outcome ${facts?.column ?? ""}`}>
      <div class="om oh" role="row"><span role="columnheader" class="oname" title=${facts?.column}>Outcome <b>${facts?.column}</b></span>
        ${["live", "draft", "change"].map((name) => html`<span key=${name} role="columnheader">${name}</span>`)}</div>
      ${FIGURES.map(([name, label, digits]) => html`<${Figure} key=${name} app=${app} facts=${known} name=${name} label=${label} digits=${digits} />`)}</div>
    <p class="sub">${sentence(facts, known)}</p></div>`;
}

function Figure({ app, facts, name, label, digits }) {
  const live = facts?.live?.[name] ?? null;
  const draft = facts?.draft?.[name] ?? null;
  const change = live === null || draft === null ? null : draft - live;
  return html`<div class="om" role="row"><span role="rowheader">${label}${name === "lift" && html`<${Share} app=${app} />`}</span>
    <span role="cell" class="ol1">${fixed(live, digits)}</span><b role="cell">${fixed(draft, digits)}</b>
    <span role="cell" class="oc"><${Delta} value=${change} text=${size(change, digits)} /></span></div>`;
}

function Share({ app }) {
  return html`, <select aria-label="Share of rows for lift" value=${String(app.look.share)} onChange=${(event) => app.see({ share: Number(event.target.value) })}>
    ${SHARES.map((share) => html`<option key=${share} value=${String(share)}>top ${percent(share)}</option>`)}</select>`;
}

function sentence(facts, known) {
  if (facts?.problem) return facts.problem;
  const gain = known?.gain?.auc;
  if (!gain) return known ? "AUC gain: too few rows for an interval" : "AUC gain –";
  const signed = (value) => (Number(value.toFixed(3)) > 0 ? `+${fixed(value, 3)}` : fixed(value, 3));
  return `AUC gain 95 % interval ${signed(gain[0])} to ${signed(gain[1])}, on the rows it was tuned on`;
}
