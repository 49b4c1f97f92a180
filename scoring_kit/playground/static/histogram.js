// Scores by tier: the draft filled, live outlined, the cuts as sliders.

import { count } from "./format.js";
import { html, Delta } from "./html.js";
import { tierColour } from "./colours.js";
import { Axis, Cuts, cutOf } from "./cuts.js";
import { Counts, tiersOf } from "./tier_counts.js";
import { useWidth } from "./space.js";

export function Histogram({ app }) {
  const [ref, width] = useWidth();
  const { histogram } = app.frame;
  const { low, high } = histogram;
  const most = Math.max(1, ...histogram.draft, ...histogram.live);
  const at = (score) => 100 * Math.min(1, Math.max(0, (score - low) / (high - low)));
  const place = { at, width, element: ref.current, low, high };
  const live = outline(histogram.live, most);
  const hasTiers = app.tiers.length > 0;
  return html`<section class="pn grow hg" aria-label=${hasTiers ? "Scores by tier" : "Scores"}>
    <div class="ph"><h2>${hasTiers ? "Scores by tier" : "Scores"}</h2><p class="keys rt"><span><i class="k-fd"></i>draft</span><span><i class="k-ol"></i>live</span></p></div>
    ${hasTiers && html`<${Counts} app=${app} place=${place} />`}
    <div class="plot hs"><div class="ar" ref=${ref}>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <${Bars} app=${app} at=${at} most=${most} />
        <path class="ol0" d=${live} /><path class="ol" d=${live} /></svg>
      <${Cuts} app=${app} place=${place} />
    </div><${Axis} app=${app} place=${place} /></div>
    <${Without} app=${app} />
  </section>`;
}

function outline(counts, most) {
  const width = 100 / counts.length;
  const y = (value) => (100 - (100 * value) / most).toFixed(2);
  const steps = counts.map((value, index) => `L${(index * width).toFixed(2)} ${y(value)}L${((index + 1) * width).toFixed(2)} ${y(value)}`);
  return `M0 100${steps.join("")}L100 100`;
}

// A path for each tier. Columns that a cut runs through are split there, so that each part has the
// colour of its tier.
function Bars({ app, at, most }) {
  const { draft, low, high } = app.frame.histogram;
  const width = (high - low) / draft.length;
  const cuts = app.tiers.map((tier) => cutOf(app, tier));
  const paths = Array(cuts.length + 1).fill("");
  draft.forEach((value, index) => {
    if (!value) return;
    const from = low + index * width;
    const inside = cuts.filter((cut) => cut > from && cut < from + width).sort((one, other) => one - other);
    const y = (100 - (100 * value) / most).toFixed(2);
    [from, ...inside].forEach((start, place) => {
      const end = inside[place] ?? from + width;
      const tier = cuts.findIndex((cut) => cut <= (start + end) / 2);
      const gap = place === inside.length ? 0.15 : 0;
      paths[tier < 0 ? cuts.length : tier] += bar(at(start), Math.max(0.01, at(end) - at(start) - gap), y);
    });
  });
  return paths.map((path, tier) => html`<path key=${tier} d=${path} style=${`fill:${cuts.length ? tierColour(tier, cuts.length) : "var(--tB)"}`} />`);
}

function bar(x, width, y) {
  return `M${x.toFixed(2)} 100V${y}h${width.toFixed(2)}V100z`;
}

// Rows that no tier has: said below, since they have no place on the scale.
function Without({ app }) {
  const { none, others } = tiersOf(app);
  const word = app.tiers.length ? "without a score or tier" : "without a score";
  return html`${(none.draft > 0 || none.live > 0) && html`<p class="note none"><b>${count(none.draft)}</b> ${word}, live ${count(none.live)}
      ${" "}${none.draft !== none.live && html`<${Delta} value=${none.draft - none.live} text=${count(Math.abs(none.draft - none.live))} />`}</p>`}
    ${others.length > 0 && html`<p class="note">Only in the live version: ${others.map((tier) => `${tier.name} ${count(tier.live)}`).join(", ")}</p>`}`;
}
