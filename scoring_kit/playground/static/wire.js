// Messages to the kernel and back: two in flight at most, of previews only the newest one.

const IN_FLIGHT = 2;
const SLOW_MS = 3000;
const LOST_MS = 20000;

export class Wire {
  // hear: is given each answer that is not older than the last one. trouble: null, "slow" or "gone".
  // lost: called when answers are given up on, so that somebody asks how things stand.
  constructor(model, hear, trouble, lost) {
    this.model = model;
    this.lost = lost;
    this.view = newName();
    this.hear = hear;
    this.trouble = trouble;
    this.seq = 0;
    this.heard = 0;
    this.lastMade = 0;
    this.flying = new Map();
    this.queue = [];
    this.newest = null;
    this.isGone = false;
    this.receive = this.receive.bind(this);
    model.on("msg:custom", this.receive);
    this.clock = setInterval(() => this.watch(), 1000);
  }

  close() {
    clearInterval(this.clock);
    this.model.off("msg:custom", this.receive);
  }

  // Ask for something that must happen, in order.
  ask(asked) {
    this.newest = null;
    this.queue.push(asked);
    this.pump();
  }

  // Ask for something that the next such question makes needless.
  askNewest(asked) {
    this.newest = asked;
    this.pump();
  }

  // Ask for what comes when it is ready, and holds nothing up.
  wish(asked) {
    this.seq += 1;
    this.post({ ...asked, view: this.view, seq: this.seq });
    return this.seq;
  }

  pump() {
    while (this.flying.size < IN_FLIGHT && !this.isGone) {
      const asked = this.queue.shift() ?? this.newest;
      if (!asked) return;
      if (asked === this.newest) this.newest = null;
      this.seq += 1;
      asked.seq = this.seq; // for who asked, to know the answers from then on
      this.flying.set(this.seq, performance.now());
      if (asked.op !== "preview" && asked.op !== "look") this.lastMade = this.seq;
      this.post({ ...asked, view: this.view });
    }
  }

  post(message) {
    try {
      this.model.send(message);
    } catch {
      this.isGone = true;
      this.trouble("gone");
    }
  }

  receive(answer, buffers) {
    if (buffers?.length) answer = { ...answer, buffers };
    if (answer.view !== this.view) {
      this.hear({ ...answer, isForeign: true });
      return;
    }
    this.flying.delete(answer.seq);
    if (!this.isGone) this.trouble(null);
    // What settles before the last edit was made is old, and so is what is overtaken.
    // What a proposal came to is news however long it took.
    const isOld = answer.kind === "settled" || answer.kind === "sample" ? answer.seq < this.lastMade : answer.seq < this.heard;
    if (!isOld || answer.kind === "proposed") {
      this.heard = Math.max(this.heard, answer.seq);
      this.hear(answer);
    }
    this.pump();
  }

  get isBusy() {
    return this.flying.size > 0 || this.queue.length > 0 || this.newest !== null;
  }

  watch() {
    const oldest = Math.min(...this.flying.values());
    const age = performance.now() - oldest;
    if (this.isGone || !(age > SLOW_MS)) return;
    this.trouble("slow");
    this.wish({ op: "ping" });
    if (age > LOST_MS) {
      this.flying.clear();
      this.lost();
    }
  }
}

function newName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
}
