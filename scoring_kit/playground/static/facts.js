// What the kernel has said to a panel, and whether it is of the draft that is shown.

import { useEffect } from "preact/hooks";

// The facts of a panel, asked for from now on; null until the kernel has answered.
export function useFacts(app, panel) {
  useEffect(() => {
    app.show(panel);
    return () => app.show(panel, false);
  }, []);
  return app.facts[panel] ?? null;
}

// Whether facts are for a while of a draft before the one that is shown: they are greyed then.
export function isOld(app, facts) {
  return app.dimming.isOn && (Boolean(app.held) || (facts !== null && facts.version !== app.state.version));
}

// The classes of a panel, with that which greys it.
export function panelClass(app, facts, classes) {
  return isOld(app, facts) ? `pn ${classes} old` : `pn ${classes}`;
}
