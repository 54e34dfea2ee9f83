import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";

/** Writes sw.js: the page works without a network after the first load. It keeps these files and fetches no others. */
function offline() {
  return {
    name: "offline",
    apply: "build",
    generateBundle(_, bundle) {
      const files = ["./", ...Object.keys(bundle).filter((file) => file !== "index.html"), ...readdirSync("public")];
      const hash = createHash("sha256").update(JSON.stringify(files));
      for (const file of Object.values(bundle)) hash.update(file.code ?? file.source);
      const worker = readFileSync("src/worker.js", "utf8")
        .replace('"VERSION"', JSON.stringify(hash.digest("hex").slice(0, 12)))
        .replace('["FILES"]', JSON.stringify(files.sort()));
      this.emitFile({ type: "asset", fileName: "sw.js", source: worker });
    },
  };
}

export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { target: "es2022", modulePreload: false, assetsInlineLimit: 0 },
  // The engine lies beside, the stories above: both are part of this repository.
  server: { fs: { allow: ["../.."] } },
  plugins: [offline()],
});
