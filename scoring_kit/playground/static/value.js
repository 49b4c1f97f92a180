// The value function of one criterion: draft over live over the data, edited where it is drawn.

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { Bins, firstBin } from "./value_bins.js";
import { Categories } from "./value_categories.js";
import { axisOf } from "./value_curves.js";
import { addKnot, deleteKnot, firstKnot, Lines } from "./value_lines.js";
import { Plot } from "./value_plot.js";
import { Policies } from "./value_policies.js";

export function ValueEditor({ app }) {
  useEffect(() => app.show("value"), []);
  const names = app.members.filter((member) => !member.is_group).map((member) => member.name);
  const name = names.includes(app.look.criterion) ? app.look.criterion : names[0];
  const value = app.facts.value?.criterion === name ? app.facts.value : null;
  const editor = useEditor(app, value);
  return html`<section class="pn grow value" aria-label=${`Value function of ${name}`}>
    <div class="ph"><h2>Value of<${Choice} app=${app} names=${names} name=${name} /></h2>${value && html`<${Actions} editor=${editor} />`}</div>
    ${value ? html`<${Body} key=${`${name} ${shapeOf(value)}`} editor=${editor} />` : html`<div class="plot vf"><div class="ar"></div></div>`}
  </section>`;
}

// What the parts share: chosen is the knot or bin that is looked at, choose looks at another one;
// want says which one to look at when there are so many.
function useEditor(app, value) {
  const [choice, setChoice] = useState({});
  const wanted = useRef(null);
  if (!value) return null;
  const count = (value.knots ?? value.bins ?? []).length;
  const first = () => (isLine(value) ? firstKnot(value) : value.kind === "bins" ? firstBin(value) : 0);
  const chosen = Math.max(0, Math.min(count - 1, choice.of === value.criterion ? choice.index : first()));
  return { app, value, chosen, wanted,
    choose: (index) => setChoice({ of: value.criterion, index }),
    want: (found) => { wanted.current = found; } };
}

function isLine(value) {
  return value.knots !== null && ["piecewise", "linear"].includes(value.kind);
}

function shapeOf(value) {
  return isLine(value) ? "lines" : value.kind;
}

function Choice({ app, names, name }) {
  const title = app.members.find((member) => member.name === name)?.title ?? name;
  return html`<select class="crit" aria-label="Criterion" title=${title} value=${name}
    onChange=${(event) => app.see({ criterion: event.target.value })}>
    ${names.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select>`;
}

// What can do nothing now is only said to be so: a button that is disabled would lose the focus.
function Actions({ editor }) {
  const { app, value } = editor;
  const away = app.isReadOnly;
  const snap = () => app.edit("snap monotone", { criterion: value.criterion });
  const way = value.monotone === "up" ? "rise" : value.monotone === "down" ? "fall" : "go one way";
  return html`<div class="rt acts">
    ${isLine(value) && html`<button class="ln" disabled=${away} title="A knot halfway to the next one (Insert or +; or press twice on the plot)"
        onClick=${() => addKnot(editor, false)}>Add</button>
      <button class="ln" disabled=${away} aria-disabled=${value.knots.length < 3} title="Take this knot away (Delete)"
        onClick=${() => value.knots.length > 2 && deleteKnot(editor, false)}>Delete</button>`}
    ${(isLine(value) || value.kind === "bins") && html`<button class="ln" disabled=${away} aria-disabled=${!value.can_snap}
      title=${value.can_snap ? `Move as little as possible so that the values ${way} throughout` : "Nothing to snap"}
      onClick=${() => value.can_snap && snap()}>Snap monotone</button>`}
  </div>`;
}

function Body({ editor }) {
  const { app, value } = editor;
  return html`${bodyOf(editor)}<${Policies} app=${app} value=${value} />`;
}

function bodyOf(editor) {
  const { value } = editor;
  if (isLine(value)) return html`<${Lines} editor=${editor} />`;
  if (value.kind === "bins" && value.bins?.length) return html`<${Bins} editor=${editor} />`;
  if (value.kind === "categories" && value.categories) return html`<${Categories} editor=${editor} />`;
  return html`<${Other} editor=${editor} />`;
}

// What cannot be edited here is drawn, and said in words.
function Other({ editor }) {
  const { app, value } = editor;
  return html`${value.curve && html`<${Plot} app=${app} value=${value} axis=${axisOf(value)} draft=${value.curve} live=${value.live_curve} />`}
    ${value.formula && html`<p class="formula" tabindex="0" aria-label="Formula">${value.formula}</p>`}`;
}
