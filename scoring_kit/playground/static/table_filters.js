// What of the rows the table shows: a search, and filters with the number of rows each leaves.

import { useEffect, useRef, useState } from "preact/hooks";
import { count, typed } from "./format.js";
import { html, Icon } from "./html.js";

const WAIT_MS = 150; // after the last letter of a search

export function clearFilters(app) {
  app.see({ find: "", only: null, offset: 0 });
}

export function Find({ app }) {
  const [text, setText] = useState(null); // as it is being typed, until it is looked for
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const find = (wanted) => {
    clearTimeout(timer.current);
    setText(null);
    if (wanted !== app.look.find) app.see({ find: wanted, offset: 0 });
  };
  const type = (event) => {
    const wanted = event.target.value;
    setText(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => find(wanted), WAIT_MS);
  };
  const keys = (event) => {
    if (event.key === "Enter") find(event.target.value);
    if (event.key !== "Escape" || !event.target.value) return;
    event.stopPropagation();
    find("");
  };
  return html`<label class="find rt"><${Icon} name="find" /><input type="text" placeholder="Find a row" aria-label="Find a row by a part of its key"
    autocomplete="off" spellcheck=${false} value=${text ?? app.look.find} data-typing="yes" onInput=${type} onKeyDown=${keys} /></label>`;
}

export function Filters({ app }) {
  const { rows, movers, filters } = app.frame;
  const moved = app.look.moved_by ?? filters?.moved_by ?? 0;
  const show = (only) => app.see({ only: app.look.only === only ? null : only, offset: 0 });
  const chip = (only, word, found) => html`<button aria-pressed=${app.look.only === only} onClick=${() => show(only)}>${word} <b>${found}</b></button>`;
  const old = filters?.is_old ? "chips old" : "chips";
  return html`<div class=${old} role="group" aria-label="Filter">
    ${chip(null, "All", count(rows))}
    <${Moved} app=${app} by=${moved} found=${filters ? count(filters.moved) : "–"} show=${show} />
    ${app.tiers.length > 0 && chip("tier", "New tier", count(movers.crossed_up + movers.crossed_down))}
    ${chip("top", `New in top ${filters ? count(filters.top) : ""}`, filters ? count(filters.entered) : "–")}
    ${chip("pinned", "Pinned", count(app.look.pinned.length))}
  </div>`;
}

// Rows that moved by more than so many ranks, a number that can be typed.
function Moved({ app, by, found, show }) {
  const [text, setText] = useState(null);
  const isOn = app.look.only === "moved";
  const make = () => {
    if (text === null) return;
    setText(null);
    const wanted = typed(text);
    if (!Number.isInteger(wanted) || wanted < 0) app.refuse(`rows move by a whole number of ranks, found ${JSON.stringify(text)}`);
    else app.see({ moved_by: wanted, only: "moved", offset: 0 });
  };
  const keys = (event) => {
    if (event.key === "Enter") make();
    if (event.key !== "Escape" || text === null) return;
    event.stopPropagation();
    setText(null);
  };
  const shown = text ?? String(by);
  return html`<span class=${isOn ? "chip on" : "chip"}><button aria-pressed=${isOn} onClick=${() => show("moved")}
    aria-label=${`Moved by more than ${by}: ${found}`}>Moved ></button><input inputmode="numeric" value=${shown} aria-label="Ranks that a row has moved by"
    style=${`width:${shown.length + 1.5}ch`} data-typing=${text === null ? undefined : "yes"} onInput=${(event) => setText(event.target.value)}
    onBlur=${make} onKeyDown=${keys} /><b aria-hidden="true" onClick=${() => show("moved")}>${found}</b></span>`;
}
