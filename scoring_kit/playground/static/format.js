// Numbers as people read them: digits in groups, no noise behind the point.

const GROUPED = new Intl.NumberFormat("en-US");
const MINUS = "−";

export function count(value) {
  return GROUPED.format(value).replace("-", MINUS);
}

// A number with so many digits behind the point; a dash where there is none.
export function fixed(value, digits) {
  if (value === null || value === undefined) return "–";
  const written = value.toFixed(digits);
  const plain = Number(written) === 0 ? written.replace("-", "") : written.replace("-", MINUS);
  const [whole, rest] = plain.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${grouped}.${rest}` : grouped;
}

// A number with as many digits as its step needs.
export function stepped(value, step) {
  return fixed(value, digitsOf(step));
}

export function digitsOf(step) {
  if (!(step > 0)) return 2;
  return Math.min(12, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}

// The shortest text that reads back as the same number, as a document has it.
export function plain(value) {
  if (typeof value !== "number") return value === null || value === undefined ? "–" : String(value);
  return String(Number(value.toPrecision(12))).replace("-", MINUS);
}

// The size of a change without its sign.
export function size(value, digits) {
  return value === null || value === undefined ? "" : fixed(Math.abs(value), digits);
}

export function percent(share, digits = 0) {
  const written = (100 * share).toFixed(digits);
  return `${written} %`;
}

// How many digits scores of such a spread are shown with, where the document does not round.
export function scoreDigits(low, high) {
  const spread = Math.abs(high - low);
  if (!(spread > 0)) return 2;
  return Math.min(6, Math.max(0, Math.ceil(2 - Math.log10(spread / 5))));
}

// About so many round numbers between two ends, for an axis.
export function ticks(low, high, about = 5) {
  if (!(high > low)) return [low];
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw - 1e-12);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

// A text typed by a person as a number; NaN for anything else.
export function typed(text) {
  const plainText = text.trim().replace(MINUS, "-").replace(/,(?=\d{3}\b)/g, "").replace(",", ".");
  return plainText === "" ? NaN : Number(plainText);
}

// A change in words, with the arrow that a screen has.
export function worded(text) {
  return text.replaceAll(" -> ", " → ");
}
