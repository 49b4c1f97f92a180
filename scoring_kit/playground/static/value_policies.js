// What stands beside a value function: its kind, what happens without an input or outside of it.

import { useState } from "preact/hooks";
import { count, plain } from "./format.js";
import { html } from "./html.js";
import { NumberBox } from "./value_parts.js";

const WORDS = ["worst", "best", "neutral", "reweight", "skip", "fail"];
const WITH_REASON = ["worst", "best", "neutral"]; // and numbers: words that give a value
const DIRECTIONS = { up: "rises", down: "falls" };

export function Policies({ app, value }) {
  const { missing, outside, invalid, unmatched, monotone } = value;
  return html`<dl class="pol">
    <div><dt>Type</dt><dd><b>${value.kind === "other" ? "formula" : value.kind}</b></dd></div>
    <div><dt>Missing, ${rows(missing.rows)}</dt><dd><${Missing} app=${app} value=${value} /></dd></div>
    ${outside?.policy && html`<div><dt>Outside, ${rows(outside.rows)}</dt><dd><b>${outside.policy}</b></dd></div>`}
    ${unmatched && html`<div><dt>No category or bin, ${rows(unmatched.rows)}</dt><dd><b>${said(unmatched.policy)}</b></dd></div>`}
    ${invalid?.rows > 0 && html`<div><dt>Invalid, ${rows(invalid.rows)}</dt><dd><b>${said(invalid.policy)}</b></dd></div>`}
    ${value.special?.filter((code) => code.rows > 0).map((code) => html`<div key=${code.label}><dt>${code.label}, ${rows(code.rows)}</dt><dd><b>${said(code.policy)}</b></dd></div>`)}
    ${monotone && html`<div><dt>Declared</dt><dd><b>${DIRECTIONS[monotone]}</b></dd></div>`}
  </dl><${Note} app=${app} value=${value} />`;
}

function rows(number) {
  return `${count(number ?? 0)} ${number === 1 ? "row" : "rows"}`;
}

function said(policy) {
  return typeof policy === "number" ? plain(policy) : policy;
}

function Missing({ app, value }) {
  const [isTyping, setTyping] = useState(false);
  const { policy: now } = value.missing;
  const known = app.facts.missing_choices?.criterion === value.criterion ? app.facts.missing_choices : null;
  const reason = known?.reason;
  const isNumber = typeof now === "number";
  const make = (found) => {
    const keeps = reason && (typeof found === "number" || WITH_REASON.includes(found));
    app.edit("missing policy", { name: value.criterion, policy: keeps ? { value: found, reason } : found });
  };
  const change = (event) => {
    setTyping(event.target.value === "number");
    if (event.target.value !== "number") make(event.target.value);
    app.changed();
  };
  const words = known?.words ?? WORDS;
  const shown = isNumber || isTyping ? "number" : now ?? "fail";
  const all = shown === "number" || words.includes(shown) ? words : [shown, ...words];
  return html`<span class="mis"><select aria-label=${`Missing ${value.criterion} counts as`} value=${shown} disabled=${app.isReadOnly} onChange=${change}>
      ${all.map((word) => html`<option key=${word} value=${word}>${word}</option>`)}<option key="number" value="number">a number</option></select>
    ${(isNumber || isTyping) && html`<${NumberBox} app=${app} what=${`What a missing ${value.criterion} counts as`} value=${isNumber ? now : null}
      make=${make} isFirst=${isTyping} leave=${isTyping ? () => setTyping(false) : undefined} />`}</span>`;
}

// One sentence on what cannot be seen in the picture.
function Note({ app, value }) {
  const text = noteOf(app, value);
  return text && html`<p class="note">${text}</p>`;
}

function noteOf(app, value) {
  if (app.members.find((member) => member.name === value.criterion)?.is_new) return `The live version has no ${value.criterion}.`;
  const bend = bendOf(value);
  if (bend) return `Declared to ${value.monotone === "up" ? "rise" : "fall"}, and ${value.monotone === "up" ? "falls" : "rises"} from ${plain(bend[0])} to ${plain(bend[1])}.`;
  const isEmpty = value.histogram && !value.histogram.counts.some((number) => number > 0);
  return isEmpty && value.input ? `No row has ${value.input}.` : null;
}

// Where a curve goes the way that it was declared not to: the inputs from and to; null if nowhere.
function bendOf({ monotone, knots }) {
  if (!monotone || !knots) return null;
  const turn = monotone === "up" ? 1 : -1;
  const index = knots.findIndex((knot, place) => place > 0 && turn * (knot[1] - knots[place - 1][1]) < 0);
  return index < 0 ? null : [knots[index - 1][0], knots[index][0]];
}
