// Room on the screen: how wide things are, and labels side by side that never overlap.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

// A ref for an element, and how wide it is; 0 before it is there.
export function useWidth() {
  const ref = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const look = () => setWidth(ref.current.clientWidth);
    const watch = new ResizeObserver(look);
    watch.observe(ref.current);
    look();
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}

let paint = null;
const measured = new Map();

const families = new WeakMap();

// The font of an element; asking for it has the page laid out, so it is asked for once.
function familyOf(element) {
  if (!element) return "sans-serif";
  if (!families.has(element)) families.set(element, getComputedStyle(element).fontFamily);
  return families.get(element);
}

// How wide a text is in the font of an element, with a little to spare.
export function textWidth(text, element, size = 13, weight = 400) {
  const family = familyOf(element);
  const font = `${weight} ${size}px ${family}`;
  const key = `${font} ${text}`;
  if (measured.size > 2000) measured.clear();
  if (!measured.has(key)) {
    paint ??= document.createElement("canvas").getContext("2d");
    paint.font = font;
    measured.set(key, Math.ceil(1.03 * paint.measureText(text).width));
  }
  return measured.get(key);
}

// Centres for labels that want to be at ascending places: as near as can be, apart from each
// other and within the whole. Neighbours that would meet share the shift.
export function spread(wanted, widths, whole, gap = 4) {
  const offsets = [];
  widths.forEach((width, index) => {
    offsets.push(index === 0 ? width / 2 : offsets[index - 1] + (widths[index - 1] + width) / 2 + gap);
  });
  const pools = [];
  wanted.forEach((place, index) => {
    pools.push({ sum: place - offsets[index], size: 1 });
    while (pools.length > 1 && mean(pools.at(-2)) > mean(pools.at(-1))) {
      const { sum, size } = pools.pop();
      pools.at(-1).sum += sum;
      pools.at(-1).size += size;
    }
  });
  const room = widths.length ? Math.max(0, whole - offsets.at(-1) - widths.at(-1) / 2) : 0;
  const starts = pools.flatMap((pool) => Array(pool.size).fill(Math.min(room, Math.max(0, mean(pool)))));
  return starts.map((start, index) => start + offsets[index]);
}

function mean(pool) {
  return pool.sum / pool.size;
}

// Whether a label meets one of others, each {at, width} with its centre.
export function meets(label, others, gap = 4) {
  return others.some((other) => Math.abs(other.at - label.at) < (other.width + label.width) / 2 + gap);
}
