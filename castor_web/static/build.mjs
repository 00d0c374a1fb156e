// Builds what the browser loads into `static/built`, maps included.
// `node castor_web/static/build.mjs`. Nothing is fetched: all of it comes from node_modules.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "..", "node_modules");
const built = join(here, "built");

const ICONS = (
  "activity adjustments alert-triangle arrow-back-up arrow-right arrows-exchange ban bell book building-bank " +
  "building-skyscraper bulb calendar certificate chart-line chart-pie check chevron-down chevron-left chevron-right " +
  "circle-check circle-x clipboard-list clock coins copy download external-link eye file-text filter fingerprint flask " +
  "gavel hierarchy home hourglass id-badge info-circle key link loader lock login logout mail menu-2 pencil " +
  "player-pause plug-off plus receipt refresh rocket scale search send settings shield-check snowflake trash upload " +
  "user-check user-circle users wallet writing-sign x"
).split(" ");

/** Rules for the dark theme, said once in the source, hold for "as the device says" too. */
function followDevice(css) {
  const dark = [...css.matchAll(/([^{}]*\[data-(?:bs-)?theme="?dark"?\][^{}]*)\{([^{}]*)\}/g)];
  const rules = dark.map(([, selector, body]) => {
    const bare = selector.replace(/\/\*[\s\S]*?\*\//g, "").trim();
    return `${bare.replace(/theme="?dark"?\]/g, "theme=auto]")}{${body}}`;
  });
  return `${css}\n@media (prefers-color-scheme: dark){\n${rules.join("\n")}\n}\n`;
}

async function sheet(name, ...sources) {
  const css = sources.map((source) => followDevice(readFileSync(source, "utf8").replace(/\/\*# source.*$/m, "")));
  await build({
    stdin: { contents: css.join("\n"), loader: "css", sourcefile: name },
    outfile: join(built, name),
    bundle: true,
    minify: true,
    sourcemap: true,
    legalComments: "inline",
    external: ["data:*"],
    logLevel: "warning",
  });
}

async function scripts() {
  const pages = readdirSync(join(here, "js")).filter((file) => file.endsWith(".js")).map((file) => join(here, "js", file));
  let keys = [];
  try {
    keys = readdirSync(join(here, "js", "key")).filter((file) => /(^|-)(page|worker)\.js$/.test(file))
      .map((file) => join(here, "js", "key", file));
  } catch (fault) {
    if (fault.code !== "ENOENT") throw fault;
  }
  await build({
    entryPoints: [...pages, ...keys],
    outbase: join(here, "js"),
    outdir: built,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: true,
    legalComments: "linked",
    nodePaths: [modules],
    logLevel: "warning",
  });
}

function icons() {
  const stroke = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  const symbols = ICONS.map((name) => {
    const drawing = readFileSync(join(modules, "@tabler", "icons", "icons", "outline", `${name}.svg`), "utf8");
    const inner = drawing.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${inner}</symbol>`;
  });
  const mark = readFileSync(join(here, "img", "mark.svg"), "utf8").replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "");
  symbols.push(`<symbol id="castor" viewBox="0 0 32 32">${mark.trim()}</symbol>`);
  writeFileSync(join(built, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

/** What was written, with the digest of each file, for who wants to compare two builds. */
function inventory() {
  const files = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "inventory.json")
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const digests = files.sort().map((file) => [
    relative(here, file), `sha384-${createHash("sha384").update(readFileSync(file)).digest("base64")}`,
  ]);
  writeFileSync(join(built, "inventory.json"), `${JSON.stringify(Object.fromEntries(digests), null, 2)}\n`);
}

/** What an earlier build left and this one did not write. Nothing goes before its successor is there: a portal may run. */
function sweep(began) {
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && statSync(file).mtimeMs < began) rmSync(file);
  }
}

const began = Date.now() - 1000;
mkdirSync(built, { recursive: true });
await sheet("castor.css", join(modules, "bootstrap", "dist", "css", "bootstrap.css"), join(here, "css", "castor.css"));
await sheet("admin.css", join(here, "css", "admin.css"));
await scripts();
icons();
sweep(began);
inventory();
