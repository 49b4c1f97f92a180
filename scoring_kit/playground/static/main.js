// The way in: anywidget calls `render` for every place in which the playground is shown.

import { render, h } from "preact";
import { App } from "./app.js";
import { Screen } from "./screen.js";
import { style } from "./style.js";
import { watchTheme } from "./theme.js";

function show({ model, el }) {
  const host = document.createElement("div");
  host.className = "scoring-kit-playground";
  // Keys pressed inside are the widget's: without this a notebook in command mode takes them.
  host.setAttribute("data-lm-suppress-shortcuts", "true");
  el.append(host);
  const root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("style");
  sheet.textContent = style;
  const place = document.createElement("div");
  root.append(sheet, place);
  let theme = "light";
  const app = new App(model, () => render(h(Screen, { app, theme, tick: app.drawn }), place));
  host.app = app;
  const unwatch = watchTheme(el, (found) => {
    theme = found;
    app.changed();
  });
  return () => {
    unwatch();
    app.close();
    render(null, place);
    host.remove();
  };
}

export default { render: show };
