// What the editors of value functions share: handles that are dragged, and boxes for exact numbers.

import { useState } from "preact/hooks";
import { plain, typed } from "./format.js";
import { html } from "./html.js";

const STILL_PX = 3; // a hand that moves less than this along an axis means to stay on it

// Follow a pointer that has been pressed on a handle. move: is given how far it went, right and
// up, in parts of the area; a way that is not meant is 0.
export function follow(event, area, id, app, move) {
  if (event.button !== 0 || app.isReadOnly) return;
  const handle = event.currentTarget;
  const { width, height } = area.getBoundingClientRect();
  const [startX, startY] = [event.clientX, event.clientY];
  let [hasX, hasY, began] = [false, false, false];
  handle.focus({ preventScroll: true });
  handle.setPointerCapture(event.pointerId);
  const moved = (now) => {
    const [right, up] = [now.clientX - startX, startY - now.clientY];
    hasX ||= Math.abs(right) > STILL_PX;
    hasY ||= Math.abs(up) > STILL_PX;
    if (!hasX && !hasY) return;
    if (began && app.held?.id !== id) return; // Escape has let it go
    began = true;
    const isUpright = now.shiftKey && Math.abs(up) >= Math.abs(right);
    const isLevel = now.shiftKey && !isUpright;
    move(hasX && !isUpright ? right / width : 0, hasY && !isLevel ? up / height : 0);
  };
  const end = () => {
    handle.removeEventListener("pointermove", moved);
    app.release();
  };
  handle.addEventListener("pointermove", moved);
  handle.addEventListener("lostpointercapture", end, { once: true });
}

// A box for an exact number: keeps what is being typed until Enter, or until it is left.
// what: the number in words. make: is given the number. value: null for none.
export function NumberBox({ app, what, value, make, isStill = false, isFirst = false, leave }) {
  const [text, setText] = useState(null);
  const done = () => {
    if (text !== null) {
      setText(null);
      const number = typed(text);
      if (Number.isNaN(number)) app.refuse(`${what} is a number, found ${JSON.stringify(text)}`);
      else if (number !== value) make(number);
    }
    leave?.();
  };
  const keys = (event) => {
    if (event.key === "Enter") done();
    if (event.key === "Escape" && (text !== null || leave)) {
      event.stopPropagation();
      setText(null);
      leave?.();
    }
  };
  const written = value === null ? "" : plain(value);
  return html`<input class="nb" inputmode="decimal" aria-label=${what} readonly=${isStill || app.isReadOnly} title=${written}
    value=${text ?? written} data-typing=${text === null ? undefined : "yes"} ref=${isFirst ? focusOnce : undefined}
    onInput=${(event) => setText(event.target.value)} onBlur=${done} onKeyDown=${keys} />`;
}

function focusOnce(box) {
  box?.focus();
}

// How far a key moves: [right, up] in steps; null for other keys.
const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [0, 5], PageDown: [0, -5] };

export function wayOf(event) {
  const way = WAYS[event.key];
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return null;
  event.preventDefault();
  const times = event.shiftKey ? 10 : 1;
  return [way[0] * times, way[1] * times];
}

// Let Home and End go to the first and the last handle of an area; returns whether they did.
export function goToEnds(event, area) {
  if (event.key !== "Home" && event.key !== "End") return false;
  event.preventDefault();
  const handles = area.querySelectorAll("[role=slider]");
  handles[event.key === "Home" ? 0 : handles.length - 1]?.focus();
  return true;
}

// The handle of an area that has the focus, by its `data-part`; null where it is elsewhere.
export function focusedPart(area) {
  const active = area?.getRootNode().activeElement;
  return active && area.contains(active) ? active.dataset.part ?? null : null;
}
