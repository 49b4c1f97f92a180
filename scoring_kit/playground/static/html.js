// What every panel builds its elements with: preact, without a build.

import { h } from "preact";
import { default as htm } from "htm";

export const html = htm.bind(h);

const PATHS = {
  up: ["0 0 8 8", html`<path d="M4 1 7.6 7H.4z" fill="currentColor" />`],
  dn: ["0 0 8 8", html`<path d="M4 7 .4 1h7.2z" fill="currentColor" />`],
  undo: ["0 0 16 16", line("M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7", 1.5)],
  redo: ["0 0 16 16", line("m10 3 3.5 3.5L10 10m3.5-3.5H6a3.5 3.5 0 0 0 0 7h3", 1.5)],
  lock: ["0 0 16 16", [
    html`<rect x="3.5" y="7" width="9" height="6.5" rx="1" fill="currentColor" />`,
    line("M5.5 7V5a2.5 2.5 0 0 1 5 0v2", 1.5),
  ]],
  open: ["0 0 16 16", [
    html`<rect x="3.5" y="7.5" width="9" height="6" rx="1" fill="none" stroke="currentColor" stroke-width="1.25" />`,
    line("M5.5 7.5V5a2.5 2.5 0 0 1 4.8-.9", 1.25),
  ]],
  pin: ["0 0 16 16", html`<path d="M5.5 2.5h5l-.7 4.2 2 2.3H4.2l2-2.3zM8 9v4.5" fill="currentColor"
    stroke="currentColor" stroke-width="1.2" stroke-linejoin="round" stroke-linecap="round" />`],
  find: ["0 0 16 16", [
    html`<circle cx="7" cy="7" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />`,
    line("m10 10 3.5 3.5", 1.5),
  ]],
  more: ["0 0 16 16", [3.5, 8, 12.5].map((x) => html`<circle cx=${x} cy="8" r="1.3" fill="currentColor" />`)],
  chev: ["0 0 8 8", line("m1.5 3 2.5 2.5L6.5 3", 1.25)],
  check: ["0 0 16 16", line("m3.5 8.5 3 3 6-7", 1.75)],
  ring: ["0 0 16 16", html`<circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />`],
};

function line(path, width) {
  return html`<path d=${path} fill="none" stroke="currentColor" stroke-width=${width}
    stroke-linecap="round" stroke-linejoin="round" />`;
}

// A sign drawn in the colour of the text beside it; kind: "i" 16 px, "cv" and "tri" 8 px.
export function Icon({ name, kind = "i" }) {
  const [box, drawn] = PATHS[name];
  return html`<svg class=${kind} viewBox=${box} aria-hidden="true">${drawn}</svg>`;
}

// A change with its sign as a triangle, which the style draws, and as a word; a dash for none. It
// is the same elements whatever the sign, as many of them change with each step of a drag.
export function Delta({ value, text }) {
  const isNone = value === null || value === undefined;
  const isZero = isNone || !value || /^[0.,\s]*$/.test(text);
  const [kind, word] = isZero ? ["d z", ""] : value > 0 ? ["d up", "up "] : ["d dn", "down "];
  return html`<span class=${kind}><span class="vh">${word}</span>${isZero ? (isNone ? "" : "–") : text}</span>`;
}
