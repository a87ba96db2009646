// Talks to our own views: JSON there and back, with the page's CSRF token. Tells a lost line from a lost session.

export class LineLost extends Error {}
export class SignedOut extends Error {}

/** The server said no. `status` is HTTP's, `answer` what it said. */
export class Refused extends Error {
  constructor(status, answer) {
    super(`${status} ${answer?.code ?? ""}`);
    this.status = status;
    this.answer = answer ?? {};
  }
}

/** POST a JSON object, or a form's data, and give the answer. Throws LineLost, SignedOut or Refused. */
export async function ask(address, body = {}) {
  let response = await post(address, body);
  if (response.status === 403 && !isJson(response) && (await freshToken())) response = await post(address, body);
  if (response.redirected) throw new SignedOut();
  const answer = isJson(response) ? await response.json().catch(() => null) : null;
  if (!response.ok || !answer) throw new Refused(response.status, answer);
  return answer;
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");
const tokenField = (page = document) => page.querySelector("input[name=csrfmiddlewaretoken]");

function post(address, body) {
  const isForm = body instanceof FormData; // the browser says itself how it is written
  return reach(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      ...(isForm ? {} : { "Content-Type": "application/json" }),
      "X-CSRFToken": tokenField()?.value ?? "",
    },
    body: isForm ? body : JSON.stringify(body),
  });
}

/** Signing in again in another window changes the token; this page's own address has the new one. */
async function freshToken() {
  const response = await reach(location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = tokenField(page)?.value;
  if (!fresh || response.redirected) return false;
  tokenField().value = fresh;
  return true;
}

/** `fetch` that gives up after `seconds`; every way of not getting through is LineLost. */
export async function reach(address, options = {}, seconds = 120) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), seconds * 1000);
  try {
    return await fetch(address, { ...options, signal: giveUp.signal });
  } catch (error) {
    throw new LineLost(String(error));
  } finally {
    clearTimeout(timer);
  }
}
