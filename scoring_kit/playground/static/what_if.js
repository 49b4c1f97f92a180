// The inputs of a row, each to be tried with another value: a what-if, which edits nothing.

import { useState } from "preact/hooks";
import { plain, typed } from "./format.js";
import { html } from "./html.js";

export function isWhatIf(app) {
  return Object.keys(app.look.what_if).length > 0;
}

export function resetWhatIf(app) {
  if (isWhatIf(app)) app.see({ what_if: {} });
}

// Try a value; that which the row has is none to try.
function tryValue(app, input, value) {
  const { [input.name]: before, ...others } = app.look.what_if;
  if (value === (before === undefined ? input.own : before)) return;
  app.see({ what_if: value === input.own ? others : { ...others, [input.name]: value } });
}

// What is tried, in words: "orders 1 → 5".
export function triedText(app, inputs) {
  return Object.entries(app.look.what_if).map(([name, value]) => {
    const own = inputs.find((input) => input.name === name)?.own;
    return `${name} ${written(own)} → ${written(value)}`;
  }).join(", ");
}

function written(value) {
  if (value === null || value === undefined) return "missing";
  return typeof value === "boolean" ? (value ? "yes" : "no") : plain(value);
}

export function Input({ app, input, isNamed }) {
  const value = app.look.what_if[input.name] === undefined ? input.own : app.look.what_if[input.name];
  const isTried = value !== input.own;
  const title = `${input.name}${isTried ? `, ${written(input.own)} in the table` : ""}`;
  const kind = input.kind === "boolean" && !input.derived ? YesNo : Box;
  return html`<label class=${isTried ? "wi tried" : "wi"} title=${title}>
    ${isNamed && html`<span class="tx">${input.name}</span>`}
    <${kind} app=${app} input=${input} value=${value} />
    ${input.unit && html`<span class="un">${input.unit}</span>`}</label>`;
}

function YesNo({ app, input, value }) {
  const words = { true: true, false: false, missing: null };
  return html`<select class="nb tx" aria-label=${labelOf(input)} value=${value === null ? "missing" : String(value)} disabled=${app.isReadOnly}
    onChange=${(event) => tryValue(app, input, words[event.target.value])}>
    <option value="true">yes</option><option value="false">no</option><option value="missing">missing</option></select>`;
}

function labelOf(input) {
  return input.derived ? `${input.name}, calculated` : `${input.name}, try another value`;
}

// A box keeps what is being typed until Enter, or until it is left.
function Box({ app, input, value }) {
  const [text, setText] = useState(null);
  const isNumber = input.kind === "number";
  const make = () => {
    if (text === null) return;
    setText(null);
    const wanted = text.trim() === "" ? null : isNumber ? typed(text) : text.trim();
    if (Number.isNaN(wanted)) app.refuse(`${input.name} is a number, found ${JSON.stringify(text)}; leave it empty for missing`);
    else tryValue(app, input, wanted);
  };
  const keys = (event) => {
    if (event.key === "Enter") make();
    if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      setText(null);
    }
  };
  return html`<input class=${isNumber ? "nb" : "nb tx"} inputmode=${isNumber ? "decimal" : undefined} aria-label=${labelOf(input)}
    readonly=${input.derived || app.isReadOnly} placeholder="–" value=${text ?? shortOf(value)} style=${`--w:calc(${Math.max(1, shortOf(value).length)}ch + 14px)`} data-typing=${text !== null ? "yes" : undefined}
    onInput=${(event) => setText(event.target.value)} onBlur=${make} onKeyDown=${keys} />`;
}

function shortOf(value) {
  if (value === null) return "";
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value);
}

// Which inputs stand beside which step. A step with one input has it in its row; of the others,
// each input is listed once, under the step that reads the fewest.
export function inputsByStep(steps, inputs) {
  const own = new Map(steps.map((step) => [step.name, inputs.filter((input) => input.used_by.includes(step.name))]));
  const free = (name) => own.get(name).filter((input) => !input.derived);
  const names = [...own.keys()];
  const inline = new Map(names.filter((name) => free(name).length === 1).map((name) => [name, free(name)[0]]));
  const placed = new Set(inline.values());
  const lists = new Map(names.map((name) => [name, []]));
  for (const input of inputs.filter((one) => !placed.has(one))) {
    const users = names.filter((name) => !inline.has(name) && own.get(name).includes(input));
    const user = users.sort((one, other) => own.get(one).length - own.get(other).length)[0];
    if (user !== undefined) {
      lists.get(user).push(input);
      placed.add(input);
    }
  }
  return { inline, lists, others: inputs.filter((input) => !placed.has(input) && !input.derived) };
}
