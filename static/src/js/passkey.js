// [data-passkey="create" | "get"]: a form that asks the device for a passkey before it is sent, and carries the answer.
// Where the browser knows no passkeys the form stays hidden and [data-passkey-missing] is shown instead.
const able = Boolean(window.PublicKeyCredential && navigator.credentials?.create);

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

function readQuestion({ publicKey: question }) {
  const read = { ...question, challenge: toBytes(question.challenge) };
  if (question.user) read.user = { ...question.user, id: toBytes(question.user.id) };
  if (question.excludeCredentials) read.excludeCredentials = withBytes(question.excludeCredentials);
  if (question.allowCredentials) read.allowCredentials = withBytes(question.allowCredentials);
  return read;
}

function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function question(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const publicKey = readQuestion(await question(form));
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  return writeAnswer(credential);
}

function say(form, words) {
  const place = form.querySelector("[data-passkey-says]");
  place.textContent = words;
  place.hidden = !words;
}

function begin(form) {
  let busy = false;
  const field = form.elements.credential;
  field.value = "";
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    say(form, form.dataset.wait);
    try {
      field.value = await ask(form);
      form.submit();
    } catch (error) {
      say(form, error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed);
    }
    busy = false;
  });
}

for (const form of able ? document.querySelectorAll("[data-passkey]") : []) begin(form);
for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = able;
