// What opens below the header: the changes, files to take away, all keys.

import { count, worded } from "./format.js";
import { html } from "./html.js";
import { Propose } from "./propose.js";

const FILES = [["document", "Scorecard", "YAML, reads back to this very draft"], ["changes", "Changes", "live to draft, a line each"],
  ["sql", "SQL", "the query that scores a table by the draft"], ["movers", "Movers", "CSV of the rows that change tier or rank"]];

const KEYS = [
  ["Everywhere", [["Tab", "next control"], ["Ctrl Z, Ctrl Y", "undo, redo"], ["Escape", "let go, close"], ["/", "find a row"], ["?", "these keys"]]],
  ["Weight", [["← →", "one step"], ["Shift ← →", "ten steps"], ["Page ↑ ↓", "five steps"], ["Home, End", "none, all"], ["L", "lock or unlock"]]],
  ["Knot", [["← →", "its input"], ["↑ ↓", "its value"], ["Insert", "add a knot"], ["Delete", "take it away"]]],
  ["Cut", [["← →", "one step"], ["Enter", "type a number"]]],
  ["Rows", [["↑ ↓", "next row"], ["Enter", "ask why"], ["P", "pin or unpin"], ["Page ↑ ↓", "another page"]]],
  ["History", [["Enter", "jump there"], ["F2", "give it a name"]]],
];

export function DrawerButton({ app, name, kind = "bt", children }) {
  const isOpen = app.drawer === name;
  const toggle = () => {
    app.drawer = isOpen ? null : name;
    app.exported = null;
    app.changed();
  };
  return html`<button class=${kind} aria-expanded=${isOpen} aria-controls="drawer" onClick=${toggle}>${children}</button>`;
}

export function Drawer({ app }) {
  const shown = { changes: Changes, export: Files, keys: Keys, propose: Propose }[app.drawer];
  if (!shown) return html`<div id="drawer" hidden></div>`;
  const close = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    const { currentTarget } = event;
    app.drawer = null;
    app.changed();
    currentTarget.parentElement.querySelector(`[aria-controls="drawer"]`)?.focus();
  };
  return html`<section id="drawer" class="drawer" aria-label=${app.drawer} onKeyDown=${close}><${shown} app=${app} /></section>`;
}

function Changes({ app }) {
  const { changes } = app.state;
  if (!changes.length) return html`<p class="mut">The draft is the same as live.</p>`;
  return html`<h2>${changes.length === 1 ? "1 change" : `${count(changes.length)} changes`} from live to draft</h2>
    <ul class="lines" tabindex="0" aria-label="Changes">${changes.map((line) => html`<li key=${line}>${worded(line)}</li>`)}</ul>
    <p><button class="bt" disabled=${app.isReadOnly} onClick=${() => app.ask("reset")}>Go back to live</button></p>`;
}

function Files({ app }) {
  const { exported } = app;
  return html`<ul class="files">${FILES.map(([what, name, words]) => html`<li key=${what}>
      <button class="bt" disabled=${app.isReadOnly} aria-pressed=${exported?.what === what} onClick=${() => app.ask("export", { what })}>${name}</button>
      <span class="mut">${words}</span></li>`)}</ul>
    ${exported && html`<${File} exported=${exported} />`}`;
}

const SHOWN = 20000; // signs of a long file that are shown

function File({ exported }) {
  const { name, type, text } = exported;
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  return html`<div class="file"><p class="ph"><b>${name}</b><span class="rt pair"><button class="bt" onClick=${() => navigator.clipboard?.writeText(text)}>Copy</button>
    <button class="bt pri" onClick=${save}>Download</button></span></p>
    <pre tabindex="0" aria-label=${name}>${text.slice(0, SHOWN)}${text.length > SHOWN && "\n… the download has all of it"}</pre></div>`;
}

function Keys() {
  return html`<div class="allkeys">${KEYS.map(([where, keys]) => html`<dl key=${where}><dt class="hd">${where}</dt>
    ${keys.map(([key, what]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>`)}</div>`;
}
