// Light or dark, as the page around the widget is.

// Call `tell` with "light" or "dark" now and whenever it changes; return what ends that.
export function watchTheme(el, tell) {
  const media = matchMedia("(prefers-color-scheme: dark)");
  let last = null;
  const look = () => {
    const found = themeOf(el, media.matches);
    if (found !== last) tell(found);
    last = found;
  };
  const observer = new MutationObserver(look);
  for (const node of [document.documentElement, document.body]) {
    observer.observe(node, { attributes: true });
  }
  media.addEventListener("change", look);
  look();
  return () => {
    observer.disconnect();
    media.removeEventListener("change", look);
  };
}

function themeOf(el, prefersDark) {
  const { body } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false" ? "dark" : "light";
  if (body.dataset.vscodeThemeKind) return /dark|high-contrast$/.test(body.dataset.vscodeThemeKind) ? "dark" : "light";
  const page = document.documentElement.dataset.theme;
  if (page === "light" || page === "dark") return page;
  return brightness(el) ?? (prefersDark ? "dark" : "light");
}

// What the ground behind the widget says, where somebody has coloured it.
function brightness(el) {
  for (let node = el; node; node = node.parentElement) {
    const [r, g, b, a = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    if (a > 0.5 && r !== undefined) return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
  }
  return null;
}
