/** `npm test`: bundles tests/*.test.ts by Vite, which is here anyway, and runs them by Node's own test runner. */

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";

const here = import.meta.dirname;
const out = resolve(here, "../node_modules/.tests");
const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));

rmSync(out, { recursive: true, force: true });
await build({
  configFile: false,
  root: resolve(here, ".."),
  logLevel: "error",
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: out,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(tests.map((name) => [name.replace(/\.ts$/, ""), join(here, name)])),
      output: { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" },
    },
  },
});
const files = tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
// An hour that depends on the machine's own zone is a fault: the tests run far from Paris.
const environment = { ...process.env, TZ: "Pacific/Auckland" };
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", env: environment });
process.exit(status ?? 1);
