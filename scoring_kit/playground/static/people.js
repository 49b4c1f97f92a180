// Who sits in front of the screen, where the page around it knows.

// The name under which the server knows this browser; null where there is no such thing.
export async function whoAmI() {
  try {
    const config = JSON.parse(document.querySelector("#jupyter-config-data").textContent);
    if (!config.appName) return null; // neither JupyterLab nor Notebook
    const answer = await fetch(`${config.baseUrl}api/me`, { credentials: "same-origin" });
    const { identity } = await answer.json();
    return identity.display_name || identity.name || null;
  } catch {
    return null;
  }
}
