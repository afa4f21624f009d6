import { resolve } from "node:path";
import { defineConfig } from "vite";

// Templates name these by their plain names, so that running needs no manifest; what they load lazily is hashed.
const entries = {
  shell: resolve(import.meta.dirname, "shell/main.ts"),
  calendar: resolve(import.meta.dirname, "calendar/main.ts"),
  map: resolve(import.meta.dirname, "map/main.ts"),
  app: resolve(import.meta.dirname, "styles/app.css"),
};

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
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
