// What one screen knows and what can be done on it. Panels read it and call its methods.

import { Dimming } from "./dimming.js";
import { foreseen } from "./foresight.js";
import { withKnown } from "./known_rows.js";
import { whoAmI } from "./people.js";
import { Sample } from "./sample.js";
import { sentence } from "./sentence.js";
import { Wire } from "./wire.js";

const IDLE_MS = 140; // after the last answer, exact numbers are asked for
const RELEASE_MS = 450; // after the last key, what was moved by keys is one edit
const SLOW_MS = 300; // after all else is told, facts that may take seconds are asked for
const SLOW = new Set(["bands"]);
const GREET_MS = 2000; // between two looks whether the kernel is there
const WARMING = 4; // sketches of a new sample, after which the browser has compiled them
const SAID_MS = 1000; // between two sentences to a screen reader

export class App {
  // draw: called once before the next paint after anything has changed.
  constructor(model, draw) {
    this.draw = draw;
    this.state = null; // the session: see shown.py
    this.numbers = null; // weights and cuts of a preview, in place of those of the state
    this.frame = null; // the rows: see shown_frame.py
    this.facts = {}; // of the panels, by their names
    this.setting = null;
    this.look = { offset: 0, limit: 12, sort: "rank", only: null, moved_by: null, find: "", pinned: [],
      criterion: null, row: null, what_if: {}, segment: null, share: 0.1 };
    this.panels = new Set();
    this.hovered = null; // the row that is marked everywhere
    this.held = null; // what is being moved: {id, value, kind, fields}
    this.problem = null;
    this.trouble = null;
    this.said = "";
    this.sample = null; // rows for what the browser foresees
    this.exported = null; // the last file that was asked for
    this.proposal = null; // what came of the last proposal
    this.drawer = null; // what is open below the header
    this.who = null; // the person, where the page knows it: see people.js
    this.drawn = 0;
    this.dimming = new Dimming(() => this.changed());
    const lookAgain = () => this.wire.askNewest(this.message("look"));
    this.wire = new Wire(model, (answer) => this.hear(answer), (kind) => this.onTrouble(kind), lookAgain);
    this.ask("open");
    whoAmI().then((person) => {
      this.who = person;
    });
  }

  close() {
    this.wire.close();
    clearTimeout(this.settleTimer);
    clearTimeout(this.slowTimer);
    clearTimeout(this.releaseTimer);
    this.dimming.close();
  }

  // ---- what is there ------------------------------------------------------------------------

  get members() {
    return (this.numbers ?? this.state).members;
  }

  get tiers() {
    return (this.numbers ?? this.state).tiers;
  }

  get isReadOnly() {
    return this.trouble === "gone";
  }

  // "exact", "quick" (all rows, not to the last bit), "sample" or "preview" (in the browser)
  get precision() {
    if (this.frame.in_browser) return "preview";
    if (this.frame.is_exact) return "exact";
    return this.frame.sampled ? "sample" : "quick";
  }

  // Somebody looks here: say at once if the kernel has gone meanwhile.
  greet() {
    const now = performance.now();
    if (now - (this.greeted ?? -Infinity) < GREET_MS || this.wire.isBusy) return;
    this.greeted = now;
    this.wire.wish({ op: "ping" });
  }

  // ---- edits --------------------------------------------------------------------------------

  // Make an edit: kinds and fields are those of edits.py.
  edit(kind, fields, merge = false) {
    this.release();
    this.ask("edit", { kind, fields, merge });
  }

  // Move something: shown at once, previewed, and made when it is released.
  // later: whether it is released by itself when nothing has moved for a while, as with keys.
  hold(id, value, kind, fields, later = false) {
    if (this.isReadOnly) return;
    if (this.held && this.held.id !== id) this.release();
    this.held = { id, value, kind, fields, isSent: false };
    this.problem = null;
    this.foresee(kind, fields);
    this.wire.askNewest(this.message("preview", { kind, fields }));
    clearTimeout(this.settleTimer);
    clearTimeout(this.releaseTimer);
    if (later) this.releaseTimer = setTimeout(() => this.release(), RELEASE_MS);
    this.changed();
  }

  // Show at once what the browser itself can tell; the kernel's answer takes its place.
  foresee(kind, fields) {
    const numbers = foreseen(this.state, kind, fields);
    if (!numbers) return;
    this.numbers = numbers;
    if (this.sample?.rest === this.state.rest) this.frame = this.sample.frame(this.frame, this.state, numbers);
  }

  // Make what is held an edit.
  release() {
    clearTimeout(this.releaseTimer);
    const { held } = this;
    if (!held || held.isSent) return;
    held.isSent = true;
    held.asked = this.message("edit", { kind: held.kind, fields: held.fields });
    this.wire.ask(held.asked);
  }

  // Let go of what is held, as if it had not been moved.
  cancel() {
    clearTimeout(this.releaseTimer);
    if (!this.held) return false;
    this.held = null;
    this.numbers = null;
    this.ask("look");
    return true;
  }

  // Go back to what the row has, if other inputs are tried.
  dropWhatIf() {
    if (!Object.keys(this.look.what_if).length) return false;
    this.see({ what_if: {} });
    return true;
  }

  closeDrawer() {
    if (this.drawer === null) return false;
    this.drawer = null;
    this.changed();
    return true;
  }

  // What a control shows: what is held, else what the document says.
  shown(id, value) {
    return this.held?.id === id ? this.held.value : value;
  }

  // Say why something that was typed cannot be an edit.
  refuse(problem) {
    this.problem = problem;
    this.say(problem);
    this.changed();
  }

  undo() {
    this.release();
    if (this.state.undo !== null || this.held) this.ask("undo");
  }

  redo() {
    this.release();
    if (this.state.redo !== null) this.ask("redo");
  }

  // ---- looking ------------------------------------------------------------------------------

  // Look at other rows, another criterion, another row.
  see(changes) {
    const before = this.look;
    const isOther = "row" in changes && changes.row !== before.row;
    this.look = { ...before, ...(isOther && { what_if: {} }), ...changes }; // a what-if is of one row
    const isAnswered = ["offset", "limit", "sort", "only", "moved_by", "find", "pinned", "criterion"];
    if (isAnswered.some((name) => name in changes && changes[name] !== before[name])) {
      this.wire.askNewest(this.message("look"));
    } else {
      this.settle(0);
    }
    this.changed();
  }

  // Mark a row everywhere; null for none.
  hover(row) {
    if (row === this.hovered) return;
    this.hovered = row;
    this.changed();
  }

  togglePin(row) {
    const pinned = this.look.pinned.includes(row)
      ? this.look.pinned.filter((one) => one !== row)
      : [...this.look.pinned, row];
    this.see({ pinned });
  }

  // Tell which panels are open, so that their facts are asked for.
  show(panel, isOpen = true) {
    if (isOpen === this.panels.has(panel)) return;
    if (isOpen) this.panels.add(panel);
    else this.panels.delete(panel);
    if (isOpen && this.state) this.settle(0);
  }

  ask(op, args = {}) {
    this.problem = null;
    this.wire.ask(this.message(op, args));
    this.changed();
  }

  message(op, args = {}) {
    const panels = [...this.panels].filter((panel) => !SLOW.has(panel));
    const look = { ...this.look, panels };
    return { op, args, look, who: this.who };
  }

  settle(wait = IDLE_MS) {
    clearTimeout(this.settleTimer);
    this.isDue = true;
    this.settleTimer = setTimeout(() => {
      if (this.wire.isBusy || (this.held && !this.held.isSent)) this.settle();
      else {
        this.isDue = false;
        this.slowSeq = null;
        this.awaited = this.isReadOnly ? null : this.wire.wish(this.message("settle"));
      }
    }, wait);
  }

  // Whether all that is shown is exact and nothing is on its way.
  get isAtRest() {
    const isWaiting = this.isDue || this.isSlowDue || this.awaited || this.slowSeq;
    return Boolean(this.frame?.is_exact && !this.held && !isWaiting && !this.wire.isBusy && !this.isDrawing);
  }

  // Ask for the facts that take long, if they are not of this moment of the session.
  settleSlow() {
    clearTimeout(this.slowTimer);
    const { version } = this.state;
    const panels = [...this.panels].filter((panel) => SLOW.has(panel) && !this.isKnown(panel));
    this.isSlowDue = panels.length > 0;
    if (!panels.length) return;
    this.slowTimer = setTimeout(() => {
      this.isSlowDue = false;
      // of two wishes the kernel keeps the newer one, so this must not overtake what is awaited
      const isEarly = this.wire.isBusy || this.held || this.isDue || this.awaited;
      if (isEarly || this.state.version !== version) return;
      const message = this.message("settle");
      this.slowSeq = this.wire.wish({ ...message, look: { ...message.look, panels } });
    }, SLOW_MS);
  }

  // Whether a slow fact is of this moment; `of` is the one criterion that it tells of, if not all.
  isKnown(panel) {
    const fact = this.facts[panel];
    return fact?.version === this.state.version && (!fact.of || fact.of === this.look.criterion);
  }

  // ---- answers ------------------------------------------------------------------------------

  hear(answer) {
    const isSlow = !answer.isForeign && answer.seq === this.slowSeq;
    if (!answer.isForeign) this.answered(answer.seq);
    if (isSlow && answer.frame) this.facts = { ...this.facts, ...answer.facts }; // the rows may be of an old page
    else if (answer.isForeign) this.hearForeign(answer);
    else if (answer.kind === "failed") this.fail(answer);
    else if (answer.kind === "export") this.exported = answer;
    else if (answer.kind === "proposed") this.proposal = answer;
    else if (answer.kind === "sample") this.takeSample(answer);
    else if (answer.frame) this.take(answer);
    this.changed();
  }

  takeSample(answer) {
    if (answer.version !== this.state.version) return; // the newest is asked for when all settles
    this.sample = answer.rows > 0 ? new Sample(answer, answer.buffers, this.sample, this.state) : null;
    // for nothing, so that the first step of a drag finds everything warm
    for (let turn = 0; turn < WARMING; turn += 1) this.sample?.frame(this.frame, this.state, this.state);
  }

  answered(seq) {
    if (seq === this.awaited) this.awaited = null;
    if (seq === this.slowSeq) this.slowSeq = null;
  }

  // Whether what is held was made, or refused: answers to what was asked before leave it held.
  isMade(answer) {
    return answer.seq >= (this.held?.asked?.seq ?? Infinity);
  }

  // Something broke in the kernel: show what the draft is, which may not have what was held.
  fail(answer) {
    this.problem = answer.problem;
    if (!this.isMade(answer)) return;
    this.held = null;
    this.numbers = null;
    this.wire.askNewest(this.message("look"));
  }

  take(answer) {
    const isPreview = answer.kind === "preview";
    if (isPreview && (!this.held || this.held.isSent)) return;
    if (answer.setting) {
      this.setting = answer.setting;
      this.look = { ...this.look, ...answer.setting.look };
    }
    if (answer.kind === "settled" && this.held && !this.held.isSent) return;
    // What was settled for a page that has been turned since; the new one is settled anew.
    if (answer.kind === "settled" && answer.seq < this.frameSeq) return;
    if (answer.kind === "frame") this.frameSeq = answer.seq;
    this.frame = withKnown(answer.frame, this.frame, this.look.pinned);
    this.facts = { ...this.facts, ...answer.facts };
    if (isPreview) {
      this.numbers = answer.numbers;
      return;
    }
    if (answer.problem) this.problem = answer.problem;
    if (answer.kind === "frame" && this.isMade(answer)) this.held = null;
    if (!this.held) this.numbers = null;
    this.state = answer.state;
    if (this.look.criterion === null) this.look.criterion = this.firstCriterion();
    this.say(answer.problem ?? sentence(this));
    if (answer.kind === "frame") this.settle();
    else {
      this.settleSlow();
      if (this.sample?.version !== this.state.version) this.wire.wish(this.message("sample", { have: this.sample?.key ?? null }));
    }
  }

  firstCriterion() {
    return this.state.members.find((member) => !member.is_group)?.name ?? null;
  }

  // Another screen of the same session has made an edit, or Python has.
  hearForeign(answer) {
    if (answer.kind === "select") {
      this.see(answer.look);
      return;
    }
    const version = answer.state?.version ?? answer.version;
    if (this.state && version > this.state.version && !(this.held && !this.held.isSent)) {
      this.wire.askNewest(this.message("look"));
    }
  }

  onTrouble(kind) {
    if (kind === this.trouble) return;
    this.trouble = kind;
    if (kind === "gone") this.held = null;
    this.changed();
  }

  // ---- words --------------------------------------------------------------------------------

  // Say something politely, at most once in a while, the last thing for sure.
  say(text) {
    if (text === this.said) return;
    clearTimeout(this.sayTimer);
    const wait = Math.max(0, (this.saidAt ?? -Infinity) + SAID_MS - performance.now());
    this.sayTimer = setTimeout(() => {
      this.said = text;
      this.saidAt = performance.now();
      this.changed();
    }, wait);
  }

  changed() {
    if (this.isDrawing) return;
    this.isDrawing = true;
    requestAnimationFrame(() => {
      this.isDrawing = false;
      this.drawn += 1;
      this.dimming.look(Boolean(this.held) || this.frame?.is_exact === false);
      this.draw();
    });
  }
}
