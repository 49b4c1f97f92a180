// Why one row moved: its score under live, a step for each criterion, its score under the draft.

import { useState } from "preact/hooks";
import { count, fixed, scoreDigits, size } from "./format.js";
import { html, Delta } from "./html.js";
import { panelClass, useFacts } from "./facts.js";
import { Waterfall, isLong, statusWord } from "./waterfall.js";
import { Input, inputsByStep, isWhatIf, resetWhatIf, triedText } from "./what_if.js";

export function Why({ app }) {
  const facts = useFacts(app, "why");
  const { row } = app.look;
  const why = facts?.live && facts.row === row ? facts : null;
  const keys = (event) => {
    if (event.key !== "Escape" || !isWhatIf(app)) return;
    event.preventDefault();
    event.stopPropagation();
    resetWhatIf(app);
  };
  if (row === null) {
    return html`<section class="pn pw" aria-label="Why this row"><div class="ph"><h2>Why this row</h2></div>
      <p class="mut">Choose a row in the table, or press Enter on it: its way from live to draft is shown here.</p></section>`;
  }
  const key = why?.key ?? app.frame.page.rows.find((one) => one.row === row)?.key ?? `row ${row + 1}`;
  return html`<section class=${panelClass(app, why, "pw")} aria-label=${`Why ${key}`} aria-busy=${!why} onKeyDown=${keys}>
    <div class="ph"><h2 class="cut1" title=${key}>Why ${key}</h2><${Ranks} why=${why} /></div>
    ${why ? html`<${Told} key=${row} app=${app} why=${why} />` : html`<${Waiting} facts=${facts} />`}
  </section>`;
}

function Waiting({ facts }) {
  if (facts?.problem && !facts.live) return html`<p class="note" role="status">${facts.problem}</p>`;
  return html`<div class="wf">${["Live", "Draft"].map((name) => html`<div class="wfr tot" key=${name}><span class="nm">${name}</span>
    <span></span><span class="wb"></span><span class="ch">–</span></div>`)}</div>`;
}

function Ranks({ why }) {
  const live = why?.live.rank ?? null;
  const draft = why?.draft.rank ?? null;
  const move = live === null || draft === null ? null : live - draft;
  const text = (rank) => (rank === null ? "–" : count(rank));
  return html`<p class="rt mut ranks">rank ${text(live)} → <b>${text(draft)}</b> ${move !== null && html`<${Delta} value=${move} text=${count(Math.abs(move))} />`}</p>`;
}

function Told({ app, why, }) {
  const [isWhole, setWhole] = useState(false);
  const [open, setOpen] = useState({});
  const { histogram } = app.frame;
  const digits = app.state.digits ?? scoreDigits(histogram.low, histogram.high);
  const isTried = isWhatIf(app);
  const isAnswered = JSON.stringify(why.asked) === JSON.stringify(app.look.what_if);
  const shown = { ...why, what_if: isTried ? (isAnswered && why.what_if) || NOT_KNOWN : null };
  const { inline, lists, others } = inputsByStep(why.steps, why.inputs);
  const input = (one, isNamed) => html`<${Input} key=${one.name} app=${app} input=${isAnswered ? one : { ...one, value: one.own }} isNamed=${isNamed} />`;
  const beside = (step) => {
    const listed = lists.get(step.name);
    const isOpen = open[step.name] ?? listed.some((one) => one.name in app.look.what_if);
    return {
      inline: inline.has(step.name) ? input(inline.get(step.name), false) : null,
      list: listed.length ? listed.map((one) => input(one, true)) : null,
      isOpen,
      toggle: () => setOpen({ ...open, [step.name]: !isOpen }),
    };
  };
  return html`<${Waterfall} app=${app} why=${shown} digits=${digits} isWhole=${isWhole} inputs=${beside} />
    ${isLong(why.steps, digits) && html`<button class="ln" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
      ${isWhole ? "Show the largest only" : "Show all criteria"}</button>`}
    ${others.length > 0 && html`<p class="note">Also read</p><div class="wil">${others.map((one) => input(one, true))}</div>`}
    <${Reasons} reasons=${why.reasons} digits=${digits} />
    <${Notes} app=${app} why=${why} digits=${digits} />
    ${isTried && html`<${Tried} app=${app} why=${why} side=${shown.what_if} digits=${digits} />`}`;
}

const NOT_KNOWN = { score: null, tier: null, rank: null, status: "…", score_before_knock_out: null };

function Reasons({ reasons, digits }) {
  if (!reasons.length) return null;
  return html`<ol class="reas" aria-label="What keeps the draft score down">${reasons.map((reason, index) => html`<li key=${index}>
    <b>${reason.code}</b> ${reason.amount !== null && html`<span>${fixed(reason.amount, digits)}</span>`}<br />${reason.text}</li>`)}</ol>`;
}

function Notes({ app, why, digits }) {
  const sentences = [place(app, why.draft, digits), ...why.draft.problems].filter(Boolean);
  return html`<p class="note">${sentences.join(" ")} ${why.inputs.length > 0 && !isWhatIf(app) && "Change an input to try a what-if."}</p>`;
}

// How far a score is from the cuts about it, in words.
function place(app, side, digits) {
  if (side.score === null) return `The draft gives no score: ${statusWord(side)}.`;
  const cuts = app.tiers.map((tier) => [tier.name, side.score - tier.cut]);
  const own = cuts.find(([, over]) => over >= 0);
  const next = cuts.filter(([, over]) => over < 0).at(-1);
  const parts = [];
  if (own) parts.push(`${size(own[1], digits)} above the cut of ${own[0]}`);
  if (next) parts.push(`${size(next[1], digits)} below ${own ? next[0] : `the cut of ${next[0]}`}`);
  return parts.length ? `${parts.join(", ")}.` : "";
}

function Tried({ app, why, side, digits }) {
  const result = why.problem ? `cannot be tried: ${why.problem}` : outcomeOf(side, digits);
  return html`<p class="note tried" role="status"><b>What-if:</b> ${triedText(app, why.inputs)} ${result}
    ${" "}<button class="ln" onClick=${() => resetWhatIf(app)}>Reset</button></p>`;
}

function outcomeOf(side, digits) {
  if (side === NOT_KNOWN) return "…";
  if (side.score === null) return `gives no score: ${statusWord(side)}.`;
  const tier = side.tier === null ? "" : `, tier ${side.tier}`;
  const rank = side.rank === null ? "" : `, rank ${count(side.rank)}`;
  return `gives ${fixed(side.score, digits)}${tier}${rank}.`;
}
