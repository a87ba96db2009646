// Takes GOV.UK Frontend's precompiled stylesheet without what is not ours to use (its typeface and
// its crest) and without the components that no page of ours has, which are a third of it.
import { readFile } from "node:fs/promises";

const FACE = "GDS Transport";
const FACE_LIST = `${FACE},arial,sans-serif`;
// Take a name out of this list to use the component.
const UNUSED = [
  "accordion", "cookie-banner", "exit-this-page", "footer", "generic-header", "header", "logo", "pagination",
  "password-input", "phase-banner", "service-navigation", "summary-card", "tabs", "task-list",
];
const unused = new RegExp(`\\.govuk-(?:${UNUSED.join("|")})(?![a-z])`);

/** Leaves out of a rule the selectors of unused components; gives "" when none is left. */
function keepUsed(rule, selectors, body) {
  if (selectors.trimStart().startsWith("@")) return rule;
  const kept = selectors.split(",").filter((selector) => !unused.test(selector));
  return kept.length ? `${kept.join(",")}{${body}}` : "";
}

/** Gives the stylesheet at `path`, set in our own face. Throws if anything of theirs is left. */
export async function govukStyles(path) {
  const theirs = await readFile(path, "utf8");
  const ours = theirs
    .replace(/\/\*![\s\S]*?\*\//g, "")
    .replace(/@media screen\\0[^{]*\{(?:[^{}]*\{[^{}]*\})*\}/g, "") // for Internet Explorer
    .replace(/@font-face\{[^}]*\}/g, "")
    .replaceAll(FACE_LIST, "var(--k-face)")
    .replace(/([^{}]*)\{([^{}]*)\}/g, keepUsed);
  const left = [FACE, "govuk-crest", "crown", "url(/assets"].filter((word) => ours.includes(word));
  if (left.length) throw new Error(`GOV.UK Frontend has changed: ${left.join(", ")} would be published.`);
  return ours;
}
