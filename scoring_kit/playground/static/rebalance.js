// The twin of rebalance.py: what the other weights of a group do while one of them is dragged.
// Both do the same to the last bit, so every sum is taken from left to right here too, and a
// digit that lies in the middle is rounded to the even one, as Python does.

/** @typedef {"proportional" | "equal" | "none"} Rebalancing */
/** @typedef {{locked?: Iterable<string>, rebalancing?: Rebalancing}} How */

/** @type {Rebalancing[]} */
export const REBALANCINGS = ["proportional", "equal", "none"];

/** A weight that is refused. code: as in errors.py, such as "all_locked". name: whose it is. */
export class EditError extends Error {
  /** @param {string} code @param {string} name @param {string} message */
  constructor(code, name, message) {
    super(message);
    this.code = code;
    this.name = "EditError";
    this.place = name;
  }
}

/**
 * Return the weights of a group after one of them was changed; see `rebalanced` in rebalance.py.
 *
 * @template {Map<string, number> | Record<string, number>} Weights
 * @param {Weights} weights by name, finite, at or above 0, in document order
 * @param {string} name the member whose weight changes; it gets exactly `weight`
 * @param {number} weight finite, at or above 0
 * @param {How} how
 * @returns {Weights} all weights in the same order, a Map for a Map
 * @throws {EditError}
 */
export function rebalanced(weights, name, weight, how = {}) {
  const group = checkedGroup(weights, name, how);
  weight = checkedWeight(weight, name);
  if (group.locked.has(name)) {
    refuse("locked", name, `the weight of '${name}' is locked; unlock it first`);
  }
  return like(weights, changed(group, name, weight));
}

/**
 * Return the lowest and the highest weight that a member can be given; see `room` in rebalance.py.
 *
 * @param {Map<string, number> | Record<string, number>} weights
 * @param {string} name
 * @param {How} how
 * @returns {[number, number]} the highest is Infinity without rebalancing
 */
export function room(weights, name, how = {}) {
  const group = checkedGroup(weights, name, how);
  const available = total(group.others.values());
  if (group.locked.has(name)) return [group.present, group.present];
  if (group.rebalancing === "none") return [0, Infinity];
  const isStuck = group.rebalancing === "proportional" && available === 0;
  if (!group.others.size || isStuck) return [group.present, group.present];
  return [0, highest(group)];
}

// ---- the group ---------------------------------------------------------------------------------

function checkedGroup(given, name, { locked = [], rebalancing = "proportional" }) {
  const weights = new Map();
  const entries = given instanceof Map ? given : Object.entries(given);
  for (const [key, value] of entries) weights.set(key, checkedWeight(value, key));
  if (!weights.has(name)) {
    const known = [...weights.keys()].join(", ") || "none";
    refuse("unknown_name", name, `there is no weight of '${name}'; there are ${known}`);
  }
  if (!REBALANCINGS.includes(rebalancing)) {
    const allowed = REBALANCINGS.join(", ");
    refuse("not_allowed", name, `no rebalancing '${rebalancing}'; allowed: ${allowed}`);
  }
  const locks = new Set(locked);
  const others = new Map([...weights].filter(([key]) => key !== name && !locks.has(key)));
  return { weights, name, others, locked: locks, rebalancing, present: weights.get(name) };
}

function checkedWeight(weight, name) {
  if (typeof weight !== "number") {
    refuse("wrong_type", name, `a weight is a number, found ${typeof weight}`);
  }
  if (!Number.isFinite(weight)) {
    refuse("not_finite", name, `a weight is finite, found ${weight}`);
  }
  if (weight < 0) {
    const message = `a weight is at or above 0, found ${weight}; direction lies in \`value\``;
    refuse("out_of_range", name, message);
  }
  return weight + 0; // -0 becomes 0
}

function changed(group, name, weight) {
  if (weight === group.present) return group.weights;
  if (group.rebalancing === "none") return new Map(group.weights).set(name, weight);
  checkOthers(group, weight);
  const share = group.rebalancing === "equal" ? sharedOut : scaled;
  const moved = share(group.others, weight - group.present);
  const whole = total(group.weights.values());
  const after = new Map(group.weights);
  for (const [key, value] of moved) after.set(key, tidy(value, whole));
  return after.set(name, weight);
}

function checkOthers(group, weight) {
  const { name, others } = group;
  const stays = "or set rebalancing to 'none'";
  if (group.weights.size === 1) {
    refuse("only_member", name, `'${name}' stands alone in its group, so no other weight can `
      + "follow; set rebalancing to 'none' to change it all the same");
  }
  if (!others.size) {
    refuse("all_locked", name, `all weights beside '${name}' are locked, so none of them can `
      + `follow; unlock one, ${stays}`);
  }
  if (!Number.isFinite(total(group.weights.values()) + weight)) {
    refuse("not_finite", name,
      "these weights are too large to be added; divide all by the same number");
  }
  const available = total(others.values());
  if (available === 0 && group.rebalancing === "proportional") {
    refuse("zero_sum", name, `the unlocked weights beside '${name}' are all 0, and 0 cannot be `
      + "scaled; give one of them a weight, or set rebalancing to 'equal' or 'none'");
  }
  const most = highest(group);
  if (weight > most) {
    refuse("weight_too_large", name, `found ${weight}, but '${name}' can have at most ${most}, as `
      + `the unlocked weights beside it hold ${available}; unlock another one, ${stays}`);
  }
}

/** The weight at which the others have nothing left; 1 where their sum is off by a bit. */
function highest(group) {
  const most = group.present + total(group.others.values());
  return Math.max(most, tidy(most, total(group.weights.values())));
}

function refuse(code, name, message) {
  throw new EditError(code, name, message);
}

function like(given, weights) {
  return given instanceof Map ? new Map(weights) : Object.fromEntries(weights);
}

// ---- sharing -----------------------------------------------------------------------------------

function total(numbers) {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

function scaled(weights, difference) {
  const whole = total(weights.values());
  const rest = Math.max(whole - difference, 0);
  return new Map([...weights].map(([key, value]) => [key, (value / whole) * rest]));
}

function sharedOut(weights, difference) {
  const shared = new Map(weights);
  if (difference < 0) {
    const share = -difference / shared.size;
    return new Map([...shared].map(([key, value]) => [key, value + share]));
  }
  let giving = [...shared.keys()];
  let wanted = difference;
  while (giving.length && wanted > 0) {
    const share = wanted / giving.length;
    const emptied = giving.filter((key) => shared.get(key) <= share);
    if (!emptied.length) {
      for (const key of giving) shared.set(key, shared.get(key) - share);
      break;
    }
    for (const key of emptied) {
      wanted -= shared.get(key);
      shared.set(key, 0);
    }
    giving = giving.filter((key) => !emptied.includes(key));
  }
  return shared;
}

// ---- digits ------------------------------------------------------------------------------------

/** Return the weight without the noise of the last bits: 0.05 for 0.0500000000000001. */
function tidy(weight, whole) {
  let short = fixed(weight, decimals(whole));
  if (Math.abs(short - weight) > 1e-12 * weight) short = precise(weight);
  return Number.isFinite(short) ? short : weight;
}

/** Return how many decimals 15 digits of a number have. */
function decimals(whole) {
  let found = 15;
  for (; whole > 1 && found > 0; found -= 1) whole /= 10;
  for (; whole > 0 && whole <= 0.1 && found < 100; found += 1) whole *= 10;
  return found;
}

/** Return a number with so many decimals. */
function fixed(number, count) {
  if (number >= 1e21) return number; // a whole number, which toFixed writes with an exponent
  const after = number.toFixed(100).split(".")[1].slice(count);
  return halfEven(number.toFixed(count), isHalf(after));
}

/** Return a number with 15 digits from its first one on. */
function precise(number) {
  const after = number.toExponential(100).split("e")[0].replace(".", "").slice(15);
  return halfEven(number.toExponential(14), isHalf(after));
}

/** Return whether what is cut off is just a half; a double is written exactly by 100 digits. */
function isHalf(digits) {
  return /^50*$/.test(digits);
}

/** JavaScript rounds a half up: an odd last digit is then one too high. */
function halfEven(text, half) {
  const even = text.replace(/[13579](?=e|$)/, (digit) => String(Number(digit) - 1));
  return Number(half ? even : text);
}
