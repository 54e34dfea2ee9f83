import { Engine } from "akkoord/inline";
import { render } from "preact";
import { App } from "./app.jsx";
import { Boundary, Broken } from "./broken.jsx";

const home = document.getElementById("app");

try {
  const engine = await Engine.load();
  render(<Boundary><App engine={engine} /></Boundary>, home);
} catch (problem) {
  console.error(problem);
  render(<Broken told={(t) => t.broken} />, home);
}

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./sw.js").catch(() => {}); // without it the page works, but not offline
}
