// A frame calculated in the browser from a sample of the rows, for the time until the kernel's
// answer is there: scores by tier and who crosses, after another weight or cut.

const ABSENT = 255;
const STEPS = 254;

export class Sample {
  // answer, buffers: see shown_sample.py. before: the last sample. state: that of its version.
  // It serves later versions as well while they differ from its own in weights and cuts alone.
  constructor(answer, buffers, before, state) {
    this.head = answer;
    this.version = answer.version;
    this.rest = state.rest;
    this.columns = answer.has_values ? columnsOf(answer, buffers[3]) : before.columns;
    this.key = answer.key;
    [this.stands, this.live, this.draft] = buffers.slice(0, 3).map(floats);
    this.base = rootOf(this.columns, state.members, state.groups, this.draft.length);
  }

  // Return a frame in place of another, or null where this sample knows nothing of such a card.
  frame(old, state, numbers) {
    const changed = rootOf(this.columns, numbers.members, state.groups, this.draft.length);
    const scores = this.draft.map((score, row) => score + this.head.factor * (changed[row] - this.base[row]));
    return {
      ...old,
      in_browser: true,
      is_exact: false,
      sampled: this.head.rows,
      ...this.counted(scores, old, state, numbers.tiers.map((tier) => tier.cut)),
    };
  }

  counted(scores, old, state, cuts) {
    const { low, high, live } = old.histogram;
    const draft = new Array(live.length).fill(0);
    const tiers = new Array(cuts.length + 1).fill(0);
    const [reached, was] = [cuts, state.live_cuts].map((some) => some.map((cut) => cut - this.head.slack));
    const movers = { ...old.movers, crossed_up: 0, crossed_down: 0 };
    const scale = draft.length / (high - low);
    for (let row = 0; row < scores.length; row += 1) {
      const stands = this.stands[row];
      const tier = placeOf(scores[row], reached);
      const before = placeOf(this.live[row], was);
      tiers[tier] += stands;
      if (tier < before) movers.crossed_up += stands;
      if (tier > before) movers.crossed_down += stands;
      const column = Math.floor((scores[row] - low) * scale);
      if (column >= 0 && column < draft.length) draft[column] += stands;
    }
    for (const name of ["crossed_up", "crossed_down"]) movers[name] = Math.round(movers[name]);
    return {
      histogram: { ...old.histogram, draft: draft.map(Math.round) },
      tiers: old.tiers.map((one, index) => ({ ...one, draft: Math.round(tiers[index]) })),
      movers,
    };
  }
}

function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function columnsOf({ names, low, high, rows }, codes) {
  const found = new Map();
  names.forEach((name, index) => {
    const column = new Float32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const code = codes.getUint8(index * rows + row);
      column[row] = code === ABSENT ? NaN : low[index] + (code / STEPS) * (high[index] - low[index]);
    }
    found.set(name, column);
  });
  return found;
}

// The place of a score among descending cuts; their number for none.
function placeOf(score, cuts) {
  let place = 0;
  while (place < cuts.length && !(score >= cuts[place])) place += 1;
  return place;
}

// The value of the whole tree, of means and sums, on each row.
function rootOf(columns, members, groups, rows) {
  const isMean = new Map(groups.map((group) => [group.name, group.is_mean]));
  const valueOf = (name) => {
    const sum = new Float32Array(rows);
    const present = new Float32Array(rows);
    for (const member of members) {
      if (member.parent !== name) continue;
      const values = member.is_group ? valueOf(member.name) : columns.get(member.name);
      for (let row = 0; row < rows; row += 1) {
        const value = values[row];
        if (value !== value) continue; // absent
        sum[row] += member.weight * value;
        present[row] += member.weight;
      }
    }
    if (isMean.get(name)) for (let row = 0; row < rows; row += 1) sum[row] /= present[row];
    return sum;
  };
  return valueOf("score");
}
