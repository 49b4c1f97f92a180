// The whole screen: act at the left, see in the middle, explain at the right.

import { html } from "./html.js";
import { Drawer } from "./drawer.js";
import { Header } from "./header.js";
import { Headline } from "./headline.js";
import { Histogram } from "./histogram.js";
import { History } from "./history.js";
import { Segments } from "./segments.js";
import { Slope } from "./slope.js";
import { Still } from "./still.js";
import { StatusLine } from "./status_line.js";
import { RankedTable } from "./table.js";
import { Rules } from "./rules.js";
import { ValueEditor } from "./value.js";
import { Weights } from "./weights.js";
import { Why } from "./why.js";
import { onKey } from "./keyboard.js";

export function Screen({ app, theme }) {
  const ready = app.state && app.frame;
  return html`<main class="sk" data-theme=${theme} tabindex="-1" aria-label="Playground"
    aria-busy=${!ready} onKeyDown=${(event) => onKey(app, event)} onPointerEnter=${() => app.greet()}>
    ${ready ? html`<${Whole} app=${app} />` : html`<${Waiting} app=${app} />`}
  </main>`;
}

function Waiting({ app }) {
  if (app.trouble === "gone") return html`<${Banner} app=${app} />`;
  return html`<p class="wait" role="status">${app.problem ?? "Opening the playground …"}</p>`;
}

function Whole({ app }) {
  return html`<div class=${app.isReadOnly ? "w readonly" : "w"}>
    <${Banner} app=${app} />
    <${Header} app=${app} />
    <${Problem} app=${app} />
    <${Drawer} app=${app} />
    <${Headline} app=${app} />
    <div class="cols">
      <div class="col ca"><${Weights} app=${app} /><${Still} app=${app}><${ValueEditor} app=${app} /><${Rules} app=${app} /></${Still}></div>
      <div class="col cb"><${Histogram} app=${app} /><${Still} app=${app}><${RankedTable} app=${app} /></${Still}></div>
      <div class="col cd"><${Still} app=${app}><${Why} app=${app} /><${Slope} app=${app} /><${Segments} app=${app} /></${Still}></div>
      <${Still} app=${app}><${History} app=${app} /></${Still}>
    </div>
    <${StatusLine} app=${app} />
  </div>`;
}

function Banner({ app }) {
  if (app.trouble === "gone") {
    return html`<p class="banner" role="alert">Kernel disconnected: run the cell again. What is
      shown stays as it was and cannot be edited.</p>`;
  }
  if (app.trouble === "slow") return html`<p class="banner slow" role="status">Waiting for the kernel …</p>`;
  return null;
}

function Problem({ app }) {
  const text = app.problem ?? app.state.failure;
  return text ? html`<p class="problem" role="alert">${text}</p>` : null;
}
