// Value functions as lists of [input, value] with rising inputs; two points at one input are a
// step, and a value of null is a gap.

// Straight lines through knots, drawn from low to high as `outside` says.
export function lineThrough(knots, outside, low, high) {
  const [first, last] = [knots[0], knots.at(-1)];
  const points = [...knots];
  if (outside === "invalid") return points;
  const isLevel = outside !== "extrapolate";
  if (low < first[0]) points.unshift([low, isLevel ? first[1] : onLine(first, knots[1], low)]);
  if (high > last[0]) points.push([high, isLevel ? last[1] : onLine(knots.at(-2), last, high)]);
  return points;
}

// The steps of bins, drawn from low to high.
export function stepsOf(bins, low, high) {
  let from = Math.min(low, ...bins.slice(0, 1).map((bin) => bin.edge ?? low));
  return bins.flatMap((bin) => {
    const end = bin.edge ?? Math.max(high, from);
    const step = [[from, numberOr(bin.value)], [end, numberOr(bin.value)]];
    from = end;
    return step;
  });
}

function numberOr(value) {
  return typeof value === "number" ? value : null;
}

function onLine([x0, v0], [x1, v1], x) {
  if (v0 === null || v1 === null) return null;
  if (x === x0) return v0; // to the last bit
  if (x === x1) return v1;
  return v0 + ((x - x0) / (x1 - x0)) * (v1 - v0);
}

// The value just above an input, or just below it; null where there is none.
export function valueAt(curve, x, isBelow = false) {
  if (!curve?.length || x < curve[0][0] || x > curve.at(-1)[0]) return null;
  const next = isBelow ? curve.findIndex((point) => point[0] >= x) : curve.findIndex((point) => point[0] > x);
  if (next === -1) return curve.at(-1)[1];
  if (next === 0) return curve[0][1];
  return onLine(curve[next - 1], curve[next], x);
}

// What lies between two curves: polygons where the first is higher, and where it is lower.
export function areasBetween(draft, live) {
  const found = { up: [], down: [] };
  if (!draft?.length || !live?.length) return found;
  const inputs = [...new Set([...draft, ...live].map((point) => point[0]))].sort((one, other) => one - other);
  for (let index = 1; index < inputs.length; index += 1) {
    const [from, to] = [inputs[index - 1], inputs[index]];
    const ends = [valueAt(draft, from), valueAt(draft, to, true), valueAt(live, from), valueAt(live, to, true)];
    if (!ends.includes(null)) addPieces(found, from, to, ends);
  }
  return found;
}

function addPieces(found, from, to, [draftFrom, draftTo, liveFrom, liveTo]) {
  const [before, after] = [draftFrom - liveFrom, draftTo - liveTo];
  if (before === 0 && after === 0) return;
  if (before * after >= 0) {
    const side = before + after > 0 ? found.up : found.down;
    side.push([[from, draftFrom], [to, draftTo], [to, liveTo], [from, liveFrom]]);
    return;
  }
  const part = before / (before - after);
  const cross = [from + part * (to - from), draftFrom + part * (draftTo - draftFrom)];
  (before > 0 ? found.up : found.down).push([[from, draftFrom], cross, [from, liveFrom]]);
  (after > 0 ? found.up : found.down).push([cross, [to, draftTo], [to, liveTo]]);
}

const ROOM = 0.03; // of the width, at both ends, so that the first and last knot can be moved out

// The inputs and values that a plot shows.
export function axisOf(value) {
  const { histogram, knots, bins, curve, live_curve: live } = value;
  const edges = (bins ?? []).map((bin) => bin.edge);
  const inputs = [histogram?.low, histogram?.high, ...edges, ...(knots ?? []).map((knot) => knot[0]),
    ...[...(curve ?? []), ...(live ?? [])].map((point) => point[0])].filter(Number.isFinite);
  let [low, high] = inputs.length ? [Math.min(...inputs), Math.max(...inputs)] : [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  else if (knots || bins) {
    const room = ROOM * (high - low);
    [low, high] = [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
  }
  let [bottom, top] = value.range;
  if (bottom > 0 && bottom < top / 2) bottom = 0; // zero belongs to the picture where it is near
  return top > bottom ? { low, high, bottom, top } : { low, high, bottom: bottom - 0.5, top: top + 0.5 };
}

// A step of 1, 2 or 5 and noughts, about a hundredth of a span; whole where what stands there is.
export function stepFor(span, standing = []) {
  const raw = span / 100;
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw) + 1e-9);
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw * (1 - 1e-9));
  const isWhole = span >= 5 && standing.length > 0 && standing.every(Number.isInteger);
  return Number((isWhole ? Math.max(1, step) : step).toPrecision(3));
}

// The nearest multiple of a step, without the noise of the division.
export function tidy(value, step) {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

// The nearest multiple of a step between two neighbours, which it may not reach; `kept` where
// none is there.
export function tidyBetween(value, step, low, high, kept) {
  const least = low === null ? -Infinity : (Math.floor(low / step + 1e-9) + 1) * step;
  const most = high === null ? Infinity : (Math.ceil(high / step - 1e-9) - 1) * step;
  if (least > most) return kept;
  return Number(Math.min(most, Math.max(least, tidy(value, step))).toPrecision(12));
}
