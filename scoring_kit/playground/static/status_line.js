// The last line: which keys work, and what happened last, for screen readers too.

import { html } from "./html.js";

const KEYS = [[["←", "→"], "change"], [["Shift"], "×10"], [["Tab"], "next"], [["L"], "lock"], [["P"], "pin"],
  [["/"], "find"], [["Ctrl", "Z"], "undo"], [["?"], "all keys"]];

export function StatusLine({ app }) {
  return html`<footer class="stat">
    <p class="kbd">${KEYS.map(([keys, word]) => html`<span key=${word}>${keys.map((key) => html`<kbd>${key}</kbd>`)}${word}</span>`)}</p>
    <p role="status" aria-live="polite" class="say">${app.said}</p>
  </footer>`;
}
