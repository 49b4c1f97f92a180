// Keys that work anywhere on the screen; nothing that is pressed here reaches the notebook.

export function onKey(app, event) {
  event.stopPropagation();
  const isTyping = event.target.matches?.("input:not([type=range]), textarea, select") ?? false;
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isCommand && !event.altKey && (key === "z" || key === "y")) {
    if (isTyping && event.target.value !== event.target.defaultValue && event.target.dataset.typing) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) app.redo();
    else app.undo();
    return;
  }
  if (isCommand || event.altKey) return;
  if (event.key === "Escape" && (app.cancel() || app.closeDrawer())) {
    event.preventDefault();
    return;
  }
  if (isTyping) return;
  if (event.key === "/") {
    const find = event.currentTarget.querySelector(".find input");
    if (!find) return;
    event.preventDefault();
    find.focus();
  } else if (event.key === "?") {
    app.drawer = app.drawer === "keys" ? null : "keys";
    app.changed();
  }
}
