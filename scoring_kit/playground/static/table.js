// The ranked rows, a page at a time from the kernel; pinned rows are always there, above.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { count, fixed, scoreDigits } from "./format.js";
import { html, Icon } from "./html.js";
import { Legend, scaleOf } from "./contribution_bar.js";
import { tiersOf } from "./tier_counts.js";
import { Find, Filters, clearFilters } from "./table_filters.js";
import { Row } from "./table_row.js";
import { useLimit } from "./table_size.js";

export function RankedTable({ app }) {
  const { page, pinned } = app.frame;
  const table = useRef(null);
  const [last, setLast] = useState({ isPinned: false, index: 0 }); // the row that Tab goes to
  useLimit(app, table);
  useEffect(() => backToRows(app));
  const name = app.setting.key.join(" · ") || "row";
  const rows = [...pinned, ...(app.look.only === "pinned" ? [] : page.rows)];
  const wanted = last.isPinned ? Math.min(last.index, pinned.length) : pinned.length + last.index;
  const at = Math.min(wanted, Math.max(rows.length - 1, 0));
  const setPlace = (place) => setLast(place < pinned.length ? { isPinned: true, index: place } : { isPinned: false, index: place - pinned.length });
  const goTo = useFocus(table, at, setPlace);
  const keys = (event) => onKey(event, { app, rows, at, goTo, pinned });
  const sheet = { app, digits: digitsOf(app), scale: scaleOf(app, rows), hasBars: rows.some((row) => row.bars) };
  const rowsOf = (shown, before) => shown.map((row, index) => html`<${Row} key=${index} sheet=${sheet} row=${row}
    isFirst=${before + index === at} position=${positionOf(app, index, before, pinned)} focused=${() => setPlace(before + index)} />`);
  const kinds = ["rk", app.dimming.isOn && !app.frame.is_exact && "old"].filter(Boolean).join(" ");
  return html`<section class="pn rows" aria-label="Ranked rows">
    <div class="ph"><h2>Ranked rows</h2><${Find} app=${app} /></div>
    <${Filters} app=${app} />
    <table class=${kinds} role="grid" ref=${table} style=${`${widthsOf(app, sheet.digits)};--key:${useKeyWidth(rows, name)}ch`} aria-rowcount=${page.found + pinned.length + 1}
      onKeyDown=${keys}><caption class="vh">Rows by draft rank; arrows move, Enter selects, P pins</caption>
      <${Head} app=${app} name=${name} hasBars=${sheet.hasBars} />
      ${pinned.length > 0 && html`<tbody class="pin" key="pin">${rowsOf(pinned, 0)}</tbody>`}
      <tbody key="page">${rowsOf(rows.slice(pinned.length), pinned.length)}</tbody></table>
    ${rows.length === 0 && html`<p class="none" role="status">No row matches. <button class="ln" onClick=${() => clearFilters(app)}><b>Clear filters</b></button></p>`}
    ${sheet.hasBars && html`<${Legend} app=${app} rows=${rows} scale=${sheet.scale} />`}
    <${Foot} app=${app} />
  </section>`;
}

// The number of a row among all that the view has; the head is the first, then those pinned.
function positionOf(app, index, before, pinned) {
  return before === 0 && index < pinned.length ? index + 2 : app.look.offset + pinned.length + index + 2;
}

function digitsOf(app) {
  const { low, high } = app.frame.histogram;
  return app.state.digits ?? scoreDigits(low, high);
}

// Columns are as wide as their widest number can be, so that none jumps sideways.
function widthsOf(app, digits) {
  const { histogram, rows } = app.frame;
  const hasGaps = tiersOf(app).none.draft > 0; // then there are words in place of scores
  const score = Math.max(hasGaps ? 8 : 3, ...[histogram.low, histogram.high].map((end) => fixed(end, digits).length));
  const names = [...app.tiers.map((tier) => tier.name), ...app.state.live_tiers];
  const tier = Math.min(14, Math.max(4, ...names.map((name) => name.length)));
  return `--rank:${count(rows).length + 1}ch;--score:${score + 1}ch;--tier:${tier}ch`;
}

// As wide as the longest key so far: columns do not move to and fro from page to page.
function useKeyWidth(rows, name) {
  const widest = useRef(6);
  widest.current = Math.min(18, Math.max(widest.current, 0.85 * name.length, ...rows.map((row) => row.key.length)));
  return widest.current;
}

// ---- keys and focus ---------------------------------------------------------------------------

// Keep the focus in the table when its row goes away; return what moves it to another row.
function useFocus(table, at, setPlace) {
  const active = () => table.current?.getRootNode().activeElement;
  const hadFocus = table.current?.contains(active()) ?? false;
  const rowAt = (place) => table.current?.querySelectorAll("tbody tr")[place];
  useLayoutEffect(() => {
    if (hadFocus && !table.current.contains(active())) rowAt(at)?.focus();
  });
  return (place) => {
    setPlace(place);
    rowAt(place)?.focus();
  };
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function onKey(event, { app, rows, at, goTo, pinned }) {
  if (event.ctrlKey && (event.key === "Home" || event.key === "End")) turn(app, event.key);
  else if (event.target.closest("thead") || event.altKey || event.ctrlKey || event.metaKey || !rows.length) return;
  else if (STEPS[event.key]) step(app, at + STEPS[event.key], rows, goTo, pinned);
  else if (event.key === "Home" || event.key === "End") goTo(event.key === "Home" ? 0 : rows.length - 1);
  else if (event.key === "PageDown" || event.key === "PageUp") turn(app, event.key);
  else if (event.key === "Enter" && event.target.closest("tr") === event.target) app.see({ row: rows[at].row });
  else if (event.key.toLowerCase() === "p") app.togglePin(rows[at].row);
  else return;
  event.preventDefault();
}

// The next row; past the ends of a page, the page beside it.
function step(app, wanted, rows, goTo, pinned) {
  if (wanted >= 0 && wanted < rows.length) goTo(wanted);
  else if (wanted < 0 && app.look.offset > 0) turn(app, "PageUp");
  else if (wanted >= rows.length && turn(app, "PageDown")) goTo(pinned.length);
}

// Go to another page; return whether there is one.
function turn(app, key) {
  const { offset, limit } = app.look;
  const last = Math.floor(Math.max(app.frame.page.found - 1, 0) / limit) * limit;
  const wanted = { PageDown: offset + limit, PageUp: offset - limit, Home: 0, End: last }[key];
  const kept = Math.min(Math.max(wanted, 0), Math.max(last, offset));
  const isOther = kept !== offset && (key !== "PageDown" || wanted < app.frame.page.found);
  if (isOther) app.see({ offset: kept });
  return isOther;
}

// A drag can leave fewer rows than there were: then the last page that there is.
function backToRows(app) {
  const { page } = app.frame;
  if (page.rows.length || !page.found || app.look.offset === 0 || app.wire.isBusy) return;
  app.see({ offset: Math.floor((page.found - 1) / app.look.limit) * app.look.limit });
}

// ---- head and foot ----------------------------------------------------------------------------

const SORTS = {
  rank: [["rank", "ascending", "best first"], ["last", "descending", "worst first"]],
  move: [["moved", "other", "furthest first, up or down"], ["risen", "descending", "risen furthest first"],
    ["fallen", "ascending", "fallen furthest first"]],
  score: [["rank", "descending", "highest first"], ["last", "ascending", "lowest first"]],
  change: [["change", "other", "largest change first, up or down"], ["gain", "descending", "largest gain first"],
    ["loss", "ascending", "largest loss first"]],
};

function Head({ app, name, hasBars }) {
  const [by, setBy] = useState("rank"); // rank and score have the same orders: which was pressed
  const sort = (column, kind) => html`<${Sorter} app=${app} column=${column} kind=${kind} by=${by} setBy=${setBy} />`;
  return html`<thead><tr aria-rowindex="1"><th class="pc" scope="col"><span class="vh">Pin</span></th>
    ${sort("rank", "r")}${sort("move", "mv")}<th class="id" scope="col" title=${name}>${name}</th>${sort("score", "sc")}${sort("change", "mv cg")}
    ${hasBars && html`<th class="bc" scope="col">contributions</th>`}<th class="tc" scope="col">tier</th></tr></thead>`;
}

function Sorter({ app, column, kind, by, setBy }) {
  const sorts = SORTS[column];
  const isOther = (column === "rank" || column === "score") && by !== column;
  const now = isOther ? -1 : sorts.findIndex(([sort]) => sort === app.look.sort);
  const next = sorts[(now + 1) % sorts.length];
  const press = () => {
    if (column === "rank" || column === "score") setBy(column);
    app.see({ sort: next[0], offset: 0 });
  };
  const order = now < 0 ? undefined : sorts[now][1];
  return html`<th class=${kind} scope="col" aria-sort=${order}><button class="so" onClick=${press}
    title=${`${now < 0 ? "" : `Now ${sorts[now][2]}. `}Press for ${next[2]}`}>${column}${order && html`<${Icon} name="chev" kind=${`cv ${order}`} />`}
    ${order === "other" && html`<span class="vh">, ${sorts[now][2]}</span>`}</button></th>`;
}

function Foot({ app }) {
  const { page } = app.frame;
  const { offset, limit, only } = app.look;
  const last = Math.min(offset + page.rows.length, page.found);
  const go = (word, key, isOff) => html`<button class="ln" disabled=${isOff} onClick=${() => turn(app, key)}>${word}</button>`;
  const [isFirst, isLast] = [offset === 0, offset + limit >= page.found];
  if (only === "pinned") return html`<p class="foot"><span><b>${count(page.found)}</b> pinned</span></p>`;
  return html`<div class="foot"><span><b>${count(page.rows.length ? offset + 1 : 0)} to ${count(last)}</b> of ${count(page.found)}</span>
    <span class="rt pages" role="group" aria-label="Pages">${go("First", "Home", isFirst)}${go("Previous", "PageUp", isFirst)}
      ${go("Next", "PageDown", isLast)}${go("Last", "End", isLast)}</span></div>`;
}
