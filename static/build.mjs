// Builds everything the browser gets into static/dist: one stylesheet, small ES modules, fonts, pictures.
// Run by `npm run build`; only static/dist is published.
import { build } from "esbuild";
import { rmSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { buildFonts } from "./fonts.mjs";
import { govukStyles } from "./govuk.mjs";

// Built aside and then put in place, so that a site that runs meanwhile never sees half a build.
const PLACE = "dist";
const DIST = `dist.${process.pid}`;
process.on("exit", () => rmSync(DIST, { recursive: true, force: true }));
const GOVUK = "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css";

// One behaviour a file, named after its data- attribute. Add a line for a new one.
const ENTRIES = [
  "main",
  "admin",
  "suggest",
  "mine",
  "player",
  "webinar",
  "record",
  "upload",
  "film-form",
  "keep-words",
  "films",
  "trim",
  "captions",
  "typist",
  "drop",
  "preview",
  "print",
  "fold",
  "passkey",
  "device",
  "reveal",
  "listen",
  "case-similar",
  "read-guide",
  "voice",
  "answer-voice",
  "plan",
  "plan-progress",
  "day",
  "day-tablet",
  "day-out",
  "day-worker",
  "local-time",
  "studio",
  "host",
  "quiz",
  "size-limit",
  "notes",
];

await mkdir(DIST, { recursive: true });
await cp("src/img", `${DIST}/img`, { recursive: true });
const fontStyles = await buildFonts(`${DIST}/fonts`);

// main.css imports "made:fonts" and "made:govuk".
const made = {
  name: "made",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^made:/ }, ({ path }) => ({ path, namespace: "made" }));
    onLoad({ filter: /.*/, namespace: "made" }, async ({ path }) => ({
      contents: path === "made:fonts" ? fontStyles : await govukStyles(GOVUK),
      loader: "css",
    }));
    // Fonts and pictures lie beside the stylesheet; their addresses stay as written.
    onResolve({ filter: /^\.\/(fonts|img)\// }, ({ path }) => ({ path, external: true }));
  },
};

const shared = {
  bundle: true,
  minify: true,
  logLevel: "warning",
  legalComments: "none",
  outdir: DIST,
  target: ["chrome90", "firefox90", "safari15"],
};
await build({
  ...shared,
  entryPoints: ENTRIES.map((name) => `src/js/${name}.js`),
  format: "esm",
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
});
await build({ ...shared, entryPoints: ["src/css/main.css"], plugins: [made] });
await build({ ...shared, entryPoints: ["src/css/admin.css", "src/css/plan.css"] });

await rm(PLACE, { recursive: true, force: true });
await rename(DIST, PLACE);
