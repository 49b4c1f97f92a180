// What is not of the draft that is shown is greyed, though only when it stays so for a while: a
// single step is answered before, and greying all for a moment would flicker.

const WAIT_MS = 800; // longer than a key is held, made and settled

export class Dimming {
  // again: called when the time has come to grey.
  constructor(again) {
    this.again = again;
    this.since = null;
  }

  close() {
    clearTimeout(this.timer);
  }

  // Take note, before each picture, whether something on it is not of the draft.
  look(isStale) {
    if (isStale === (this.since !== null)) return;
    clearTimeout(this.timer);
    this.since = isStale ? performance.now() : null;
    if (isStale) this.timer = setTimeout(this.again, WAIT_MS);
  }

  get isOn() {
    return this.since !== null && performance.now() - this.since >= WAIT_MS;
  }
}
