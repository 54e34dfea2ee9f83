import { Engine } from "akkoord/inline";
import { render } from "preact";
import { App } from "./app.jsx";
import { Alert } from "./nlds.jsx";
import { TEXT } from "./text.js";
import { readState } from "./state.js";

const home = document.getElementById("app");

try {
  const engine = await Engine.load();
  render(<App engine={engine} />, home);
} catch (problem) {
  console.error(problem);
  const { lang } = readState(location.hash);
  render(<Alert type="error" role="alert">{TEXT[lang].broken}</Alert>, home);
}

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./sw.js").catch(() => {}); // without it the page works, but not offline
}
