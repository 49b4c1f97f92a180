// Panels that a picture of the browser's own leaves as they are, as nothing in them is foreseen.

import { Component } from "preact";

const FORESEEN = new Set(["weight", "tier cut"]); // edits that move nothing in such a panel

export class Still extends Component {
  shouldComponentUpdate({ app }) {
    if (!app.frame.in_browser || !FORESEEN.has(app.held?.kind)) return true;
    const now = seenOf(app);
    return this.seen.some((one, index) => one !== now[index]);
  }

  render({ app, children }) {
    this.seen = seenOf(app);
    return children;
  }
}

// All that such panels show, but for the numbers of a frame that only the kernel can give.
function seenOf(app) {
  const { page, pinned, filters } = app.frame;
  return [page, pinned, filters, app.look, app.hovered, app.facts, app.state, app.setting, app.dimming.isOn, app.isReadOnly];
}
