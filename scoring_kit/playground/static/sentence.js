// What the draft changes in one sentence, for a screen reader.

import { count, worded } from "./format.js";

export function sentence({ frame, state, tiers }) {
  const { movers } = frame;
  const last = state.history.filter((entry) => !entry.undone).at(-1);
  if (state.is_same) return "Same as live.";
  const before = last ? `${worded(last.label)}. ` : "";
  const [what, up, down] = tiers.length
    ? ["tier", movers.crossed_up, movers.crossed_down] : ["rank", movers.up, movers.down];
  return `${before}${count(up + down)} rows change ${what} against live: ${count(up)} up, ${count(down)} down.`;
}
