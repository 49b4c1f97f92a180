// How many rows a page of the table has: more where the columns beside it leave room for them.

import { useLayoutEffect } from "preact/hooks";

const FEW = 12;
const MANY = 20;
const ROW = 29; // height in pixels
const LEAST = 152; // height of the histogram, which takes up what is left

export function useLimit(app, table) {
  useLayoutEffect(() => {
    const column = table.current?.closest(".col");
    const plot = column?.querySelector(".hs .ar");
    if (!plot) return undefined;
    const watch = new ResizeObserver(() => {
      const used = [...column.children].reduce((sum, panel) => sum + panel.offsetHeight, 0);
      const room = column.clientHeight - used + plot.clientHeight - LEAST;
      const { limit, offset } = app.look;
      if (limit === FEW && room > (MANY - FEW + 1.5) * ROW) app.see({ limit: MANY, offset: Math.floor(offset / MANY) * MANY });
      else if (limit === MANY && room < 2) app.see({ limit: FEW });
    });
    watch.observe(plot);
    watch.observe(column);
    return () => watch.disconnect();
  }, []);
}
