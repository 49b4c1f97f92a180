// What stands around the weights: how groups are aggregated, adjustments, knock-outs.

import { useState } from "preact/hooks";
import { plain, typed } from "./format.js";
import { html } from "./html.js";

const AGGREGATES = ["mean", "sum", "geometric_mean", "harmonic_mean", "min", "max"];

export function Rules({ app }) {
  const { groups, adjustments, knock_outs: knockOuts } = app.state;
  return html`<section class="pn rules" aria-label="Rules">
    <div class="ph"><h2>Rules</h2></div>
    <ul class="rl" aria-label="Aggregations">${groups.map((group) => html`<${Aggregation} key=${group.name} app=${app} group=${group} />`)}</ul>
    ${adjustments.length > 0 && html`<ul class="rl" aria-label="Adjustments">${adjustments.map((item) => html`<${Adjustment} key=${item.name} app=${app} item=${item} />`)}</ul>`}
    ${knockOuts.length > 0 && html`<ul class="rl" aria-label="Knock-outs">${knockOuts.map((item) => html`<li key=${item.name}>
      <${Switch} app=${app} item=${item} kind="switch knock-out" word="Knock-out" /></li>`)}</ul>`}
  </section>`;
}

function Aggregation({ app, group }) {
  const known = AGGREGATES.includes(group.aggregate) ? AGGREGATES : [group.aggregate, ...AGGREGATES];
  return html`<li><label><span class="nm">${group.name}</span><select value=${group.aggregate} disabled=${app.isReadOnly} aria-label=${`Aggregation of ${group.name}`}
    onChange=${(event) => change(app, group, event.target)}>${known.map((name) => html`<option key=${name} value=${name}>${name.replaceAll("_", " ")}</option>`)}</select></label></li>`;
}

function change(app, group, select) {
  const aggregate = select.value;
  select.value = group.aggregate; // until the kernel agrees
  app.edit("aggregation", { group: group.name, aggregate });
}

function Switch({ app, item, kind, word }) {
  return html`<label class="sw2"><input type="checkbox" checked=${item.on} disabled=${app.isReadOnly} aria-label=${`${word} ${item.name}`}
    onChange=${(event) => app.edit(kind, { name: item.name, on: event.target.checked })} /><span class="nm" title=${item.when ?? item.name}>${item.name}</span></label>`;
}

function Adjustment({ app, item }) {
  const [text, setText] = useState(null);
  const make = () => {
    if (text === null) return;
    setText(null);
    const amount = typed(text);
    if (Number.isNaN(amount)) app.refuse(`the amount of ${item.name} is a number here, found ${JSON.stringify(text)}`);
    else if (amount !== item.amount) app.edit("adjustment", { name: item.name, amount });
  };
  const isNumber = typeof item.amount === "number";
  const hasChanged = item.live !== null && item.live !== item.amount;
  return html`<li><${Switch} app=${app} item=${item} kind="switch adjustment" word="Adjustment" /><span class="mut">${item.action}</span>
    ${isNumber ? html`<input class="nb" inputmode="decimal" aria-label=${`${item.action} of ${item.name}`} readonly=${!item.on || app.isReadOnly} value=${text ?? plain(item.amount)}
      onInput=${(event) => setText(event.target.value)} onBlur=${make} onKeyDown=${(event) => event.key === "Enter" && make()} />`
    : html`<code title=${item.amount}>${item.amount}</code>`}
    ${hasChanged && html`<span class="mut">live ${plain(item.live)}</span>`}</li>`;
}
