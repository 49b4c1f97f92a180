// What an edit leads to before the kernel has said so: weights that follow, and cuts.

import { rebalanced } from "./rebalance.js";

// The numbers of a state after an edit; null where only the kernel knows, or refuses.
export function foreseen(state, kind, fields) {
  if (kind === "tier cut") {
    const tiers = state.tiers.map((tier) => (tier.name === fields.tier ? { ...tier, cut: fields.cut } : tier));
    return { members: state.members, tiers };
  }
  return kind === "weight" ? withWeight(state, fields) : null;
}

function withWeight(state, { name, weight }) {
  const parent = state.members.find((member) => member.name === name)?.parent;
  const group = state.members.filter((member) => member.parent === parent);
  const isMean = state.groups.find((one) => one.name === parent)?.is_mean;
  const locked = group.filter((member) => member.is_locked).map((member) => member.name);
  const weights = new Map(group.map((member) => [member.name, member.weight]));
  const how = { locked, rebalancing: isMean ? state.rebalancing : "none" };
  let after;
  try {
    after = rebalanced(weights, name, weight, how);
  } catch {
    return null;
  }
  const members = state.members.map((member) =>
    (member.parent === parent ? { ...member, weight: after.get(member.name) } : member));
  return { members: withEffective(members), tiers: state.tiers };
}

// Members with their effective weights, scaled to 1 over criteria; see weights.py.
function withEffective(members) {
  const shares = new Map();
  const shareOut = (parent, share) => {
    const inside = members.filter((member) => member.parent === parent);
    const whole = inside.reduce((sum, member) => sum + member.weight, 0);
    for (const member of inside) {
      shares.set(member.name, whole > 0 ? (share * member.weight) / whole : 0);
      if (member.is_group) shareOut(member.name, shares.get(member.name));
    }
  };
  shareOut("score", 1);
  const leaves = members.filter((member) => !member.is_group);
  const scale = leaves.reduce((sum, member) => sum + shares.get(member.name), 0);
  return members.map((member) => ({ ...member, effective: scale > 0 ? shares.get(member.name) / scale : 0 }));
}
