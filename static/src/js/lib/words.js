// Words come from the server in a JSON script element; here they are only filled in.

/** Read the settings of a behaviour from `<script type="application/json" id=…>`. */
export function settingsOf(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Fill in names in braces: fill("{percent} %", {percent: 62}). */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

// Browsers say that they know Azerbaijani, and write its numbers as English ones; in German they look as they should.
const LIKE = { az: "de" };
const language = document.documentElement.lang;
const digits = (options) => new Intl.NumberFormat(LIKE[language] || language || undefined, options);

/** Bytes as a number of megabytes: 9400000 → "9", 240000 → "0.2". */
export function megabytes(bytes) {
  const millions = bytes / 1_000_000;
  return digits({ maximumFractionDigits: millions < 1 ? 1 : 0 }).format(bytes ? Math.max(millions, 0.1) : 0);
}

/** Bytes that have arrived, as megabytes, never rounded up. */
export function megabytesArrived(bytes) {
  const tenths = Math.floor(bytes / 100_000) / 10;
  return digits({ maximumFractionDigits: 1 }).format(tenths < 10 ? tenths : Math.floor(tenths));
}
