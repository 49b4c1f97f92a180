// What makes the draft a version of the registry, and proposes it to those who approve.

import { useState } from "preact/hooks";
import { worded } from "./format.js";
import { html } from "./html.js";

export function Propose({ app }) {
  const [message, write] = useState("");
  const { proposal, state } = app;
  const { environment } = app.setting.registry;
  const isBusy = proposal?.kind === "asked";
  const propose = (event) => {
    event.preventDefault();
    app.proposal = { kind: "asked" };
    app.wire.wish(app.message("propose", { message }));
    app.changed();
  };
  if (state.is_same) return html`<${Answer} proposal=${proposal} /><p class="mut">The draft is the same as live: edit it, then propose it.</p>`;
  if (proposal?.title && proposal.version === state.version) return html`<${Answer} proposal=${proposal} />`;
  const told = state.changes.length === 1 ? `${worded(state.changes[0])}, with its impact` : `${state.changes.length} changes, with their impact`;
  return html`<${Answer} proposal=${proposal} /><form class="proposing" onSubmit=${propose}>
    <label>What is new, and why<textarea rows="2" data-typing="true" value=${message} disabled=${isBusy}
      onInput=${(event) => write(event.target.value)}></textarea></label>
    <p><button class="bt pri" disabled=${isBusy || app.isReadOnly || !message.trim()}>${isBusy ? "Proposing …" : `Propose for ${environment}`}</button>
      <span class="mut">${told} and a report</span></p></form>`;
}

function Answer({ proposal }) {
  if (proposal?.problem) return html`<p class="problem" role="alert">${proposal.problem}</p>`;
  if (proposal?.kind !== "proposed") return html`<p role="status" class="vh">${proposal ? "Proposing" : ""}</p>`;
  return html`<div role="status" class="proposed"><p><b>${proposal.title}</b></p><p>${proposal.summary.join(" ")}</p>
    <p class="mut">${proposal.next}</p></div>`;
}
