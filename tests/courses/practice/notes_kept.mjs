// The notes under a lesson, with a page made of a few objects: what was typed is never taken away unsent.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const FORM = '<div data-slot="notes"><form data-note-form></form></div>';
const VISITOR = '<div data-slot="notes"><p>Sign in</p></div>';
const said = { textContent: "Kept." };
const field = { focused: 0, focus: () => field.focused++ };
const slot = {
  replaced: 0,
  replaceChildren: () => slot.replaced++,
  querySelector: (what) => ({ "[data-notes-said]": said, "[name=text]": field })[what] ?? null,
};
const heard = {};
const root = { addEventListener: (name, deed) => (heard[name] = deed), querySelector: () => slot };
let answer;
globalThis.document = { querySelectorAll: () => [root], querySelector: () => null };
globalThis.FormData = class {};
globalThis.DOMParser = class {
  parseFromString(html) {
    const part = { childNodes: [], querySelector: () => (html.includes("data-note-form") ? {} : null) };
    return { querySelector: () => (html.includes("data-slot") ? part : null) };
  }
};
globalThis.fetch = async () => {
  if (answer === "no line") throw new TypeError("Failed to fetch");
  const [status, html] = answer;
  return { status, ok: status < 300, text: async () => html };
};
await import(pathToFileURL(process.argv[2]));

async function sent(what) {
  answer = what;
  const before = slot.replaced;
  const form = { action: "/notes/", submitted: 0, submit: () => form.submitted++ };
  await heard.submit({ target: form, preventDefault() {} });
  return { whole: form.submitted, replaced: slot.replaced - before };
}

const asPage = { whole: 1, replaced: 0 }; // the form goes to the page of the notes, which keeps what was typed
assert.deepEqual(await sent([401, ""]), asPage, "signed out in another tab");
assert.deepEqual(await sent([200, VISITOR]), asPage, "a part without a form");
assert.deepEqual(await sent([200, "<html>sign in</html>"]), asPage, "led to sign in");
assert.deepEqual(await sent([403, "<html>no</html>"]), asPage, "closed meanwhile");
assert.deepEqual(await sent([500, ""]), asPage, "a fault of ours");
assert.deepEqual(await sent("no line"), asPage, "no line");
assert.deepEqual(await sent([422, FORM]), { whole: 0, replaced: 1 }, "a place after the end");
assert.equal(field.focused, 0);
assert.deepEqual(await sent([200, FORM]), { whole: 0, replaced: 1 }, "kept");
assert.equal(field.focused, 1);
await new Promise((done) => setTimeout(done, 150));
assert.equal(said.textContent, "Kept.");
