// Colours of criteria and tiers: one hue for each branch of the tree, one shade for each criterion.

const HUES = 3;

// The colour of a criterion; branches are the members of the root that are groups.
export function hue(app, name) {
  app.hues ??= huesOf(app.state.members);
  return app.hues.get(name) ?? "var(--ink-3)";
}

function huesOf(members) {
  const found = new Map();
  const branches = new Map();
  let branch = "score";
  for (const member of members) {
    if (member.depth === 0) branch = member.is_group ? member.name : "score";
    if (member.is_group) continue;
    if (!branches.has(branch)) branches.set(branch, []);
    branches.get(branch).push(member.name);
  }
  [...branches.values()].forEach((names, index) => {
    names.forEach((name, place) => found.set(name, shade(`var(--h${index % HUES})`, place, names.length)));
  });
  return found;
}

function shade(base, place, among) {
  const least = 35;
  const part = among === 1 ? 100 : 100 - ((100 - least) * (place % 8)) / Math.min(among - 1, 7);
  return part === 100 ? base : `color-mix(in srgb, ${base} ${part.toFixed(0)}%, var(--bg))`;
}

// The colour of a tier, the darkest for the best.
export function tierColour(place, among) {
  if (place >= among) return "var(--line)";
  const part = among === 1 ? 0 : (100 * place) / (among - 1);
  return `color-mix(in srgb, var(--tD) ${part.toFixed(0)}%, var(--tA))`;
}
