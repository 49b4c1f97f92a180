// Who sits in front of the screen, where the page around it knows.

// Under what the server knows this browser, and what it calls the person; null where there is no
// such thing. Two persons may well have the same name.
export async function whoAmI() {
  try {
    const config = JSON.parse(document.querySelector("#jupyter-config-data").textContent);
    if (!config.appName) return null; // neither JupyterLab nor Notebook
    const answer = await fetch(`${config.baseUrl}api/me`, { credentials: "same-origin" });
    const { identity } = await answer.json();
    const name = identity.display_name || identity.name;
    return name ? { id: identity.username || name, name } : null;
  } catch {
    return null;
  }
}
