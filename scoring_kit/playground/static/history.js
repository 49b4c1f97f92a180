// The edits in order, each with how many rows it brought into another tier.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { count, worded } from "./format.js";
import { html, Delta } from "./html.js";

export function History({ app }) {
  const { history, author } = app.state;
  const inForce = history.filter((entry) => !entry.undone);
  const last = inForce.at(-1)?.number ?? 0;
  const scale = Math.max(1, ...history.map(({ effect }) => (effect ? effect.up + effect.down : 0)));
  return html`<section class="pn hist" aria-label="History">
    <div class="ph"><h2>History</h2><p class="mut">rows that change tier, edit by edit</p></div>
    <ol class="hl" style=${`--n:${history.length}`}>
      <li class=${last === 0 ? "st0 now" : "st0"}><button disabled=${app.isReadOnly} onClick=${() => app.ask("jump", { number: 0 })}
        aria-label="Jump to the beginning"><span class="dot"></span><span class="hn">Beginning</span><span class="hv mut">before any edit</span></button></li>
      ${history.map((entry) => html`<${Entry} key=${entry.number} app=${app} entry=${entry} scale=${scale}
        isNow=${entry.number === last} isOwn=${entry.author === author} />`)}
    </ol></section>`;
}

function Entry({ app, entry, scale, isNow, isOwn }) {
  const { effect } = entry;
  const [isNaming, setNaming] = useState(false);
  const [button, byKey] = [useRef(null), useRef(false)];
  useLayoutEffect(() => {
    if (!isNaming && byKey.current) button.current?.focus();
    byKey.current = false;
  }, [isNaming]);
  const close = (isByKey) => {
    byKey.current = isByKey;
    setNaming(false);
  };
  const kind = [isNow && "now", entry.undone && "undone"].filter(Boolean).join(" ");
  const text = worded(entry.name ? `${entry.name}: ${entry.label}` : entry.label);
  const width = (part) => `width:${((100 * part) / scale).toFixed(1)}%`;
  const rename = (event) => {
    if (app.isReadOnly || (event.type === "keydown" && event.key !== "F2")) return;
    event.preventDefault();
    setNaming(true);
  };
  if (isNaming) return html`<li class=${kind}><${NameBox} app=${app} entry=${entry} close=${close} /></li>`;
  return html`<li class=${kind}><button ref=${button} onKeyDown=${rename} onDblClick=${rename} title=${text} disabled=${app.isReadOnly || !isOwn} onClick=${() => app.ask("jump", { number: entry.number })}
    aria-label=${`Jump to edit ${entry.number}: ${text}${entry.undone ? ", undone" : ""}`} aria-current=${isNow ? "step" : undefined}>
    <span class="dot"></span><span class="hn">${text}</span>
    <span class="hb3">${effect && html`<i class="up" style=${width(effect.up)}></i><i class="dn" style=${width(effect.down)}></i>`}</span>
    <span class="hv">${effect && html`<${Delta} value=${effect.up} text=${count(effect.up)} /><${Delta} value=${-effect.down} text=${count(effect.down)} />`}
      <span class="mut">${entry.undone ? "undone" : isOwn ? "you" : app.state.names[entry.author] ?? entry.author}</span></span>
  </button></li>`;
}

// A name is taken with Enter or when the box is left; an empty one takes the name away.
function NameBox({ app, entry, close }) {
  const isDone = useRef(false); // a box that goes away is left once more
  const take = (event) => {
    if (isDone.current) return;
    isDone.current = true;
    const name = event.target.value.trim();
    close(event.type === "keydown");
    if (name !== (entry.name ?? "")) app.ask("rename", { number: entry.number, name });
  };
  const keys = (event) => {
    if (event.key === "Enter") take(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    isDone.current = true;
    close(true);
  };
  return html`<span class="dot"></span><input class="nb name" aria-label=${`Name of edit ${entry.number}`} maxlength="200" value=${entry.name ?? ""}
    placeholder=${worded(entry.label)} ref=${(box) => box?.focus()} onBlur=${take} onKeyDown=${keys} />`;
}
