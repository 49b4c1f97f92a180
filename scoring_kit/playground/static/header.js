// The first line: which card, against what, how exact, and what can be done with all of it.

import { count, worded } from "./format.js";
import { DrawerButton } from "./drawer.js";
import { html, Icon } from "./html.js";

export function Header({ app }) {
  const { state } = app;
  const edits = state.edits === 1 ? "1 edit" : `${state.edits} edits`;
  return html`<header class="top">
    <div class="who"><h1>${state.name}</h1>${state.title && html`<p title=${state.title}>${state.title}</p>`}</div>
    <div class="vs"><span class="tag"><i class="key-d"></i>Draft<b>${edits}</b></span>
      <span class="mut">against</span><span class="tag"><i class="key-l"></i>Live
      ${state.live_name !== state.name && html`<b>${state.live_name}</b>`}</span></div>
    <div class="tools"><${Badge} app=${app} />
      <span class="pair">
        <button class="ib" disabled=${state.undo === null && !app.held} onClick=${() => app.undo()}
          aria-label=${state.undo === null ? "Undo" : `Undo: ${worded(state.undo)}`} title=${worded(state.undo ?? "")}><${Icon} name="undo" /></button>
        <button class="ib" disabled=${state.redo === null} onClick=${() => app.redo()}
          aria-label=${state.redo === null ? "Redo" : `Redo: ${worded(state.redo)}`} title=${worded(state.redo ?? "")}><${Icon} name="redo" /></button>
      </span>
      <${DrawerButton} app=${app} name="changes">Changes<b>${state.changes.length}</b></${DrawerButton}>
      <${DrawerButton} app=${app} name="export">Export</${DrawerButton}>
      ${app.setting?.registry && html`<${DrawerButton} app=${app} name="propose" kind="bt pri">Propose</${DrawerButton}>`}
    </div>
  </header>`;
}

const WORDS = {
  exact: ["check", "Exact", "Every number on screen is that of score(), on all rows"],
  quick: ["ring", "Quick", "All rows in 32 bits; exact numbers follow"],
  sample: ["ring", "Preview", "From a sample of the rows; exact numbers follow"],
  preview: ["ring", "Preview", "Calculated in the browser from a sample; exact numbers follow"],
};

function Badge({ app }) {
  const [icon, word, title] = WORDS[app.precision];
  const { rows, sampled } = app.frame;
  const of = sampled ? `${count(sampled)} of ${count(rows)} rows` : `${count(rows)} rows`;
  return html`<span class="badge" title=${title}><${Icon} name=${icon} /><b>${word}</b><span class="mut">${of}</span></span>`;
}
