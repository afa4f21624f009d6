import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

// Templates name these by their plain names, so that running needs no manifest; what they load lazily is hashed.
const entries = {
  shell: resolve(import.meta.dirname, "shell/main.ts"),
  calendar: resolve(import.meta.dirname, "calendar/main.ts"),
  map: resolve(import.meta.dirname, "map/main.ts"),
  app: resolve(import.meta.dirname, "styles/app.css"),
};

const SMALLEST = 1024;

/** Lay each text down compressed as well: the server hands it out as it lies there. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    configResolved: (config) => void (folder = resolve(config.root, config.build.outDir)),
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const path = join(folder, name);
        if (!/\.(js|css|svg|json)$/.test(name) || statSync(path).size < SMALLEST) continue;
        const content = readFileSync(path);
        const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
        writeFileSync(`${path}.br`, brotliCompressSync(content, brotli));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [compressed()],
  build: {
    outDir: resolve(import.meta.dirname, "../src/tournee/web/static/web"),
    emptyOutDir: true,
    target: "es2022",
    // light-dark() is kept as written: older browsers than these are not served.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    // A data: font or style sheet would need a wider content security policy; small images may be inlined.
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => name === "app.css" || name === "map.css" || name === "calendar.css")
            ? "[name][extname]"
            : "assets/[name]-[hash][extname]",
      },
    },
  },
});
