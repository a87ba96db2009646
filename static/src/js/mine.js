// data-mine="address": what is about the reader comes as a fragment; each of its data-slot parts goes into the slot of
// the same name on the page. Without this script the page links to the same address as a page of its own.
// A preview brings the fragment along, in a <template data-mine-now>.

/** Fetch the fragment again and put its parts into their slots; tells whoever listens on the element. */
export async function refresh(element) {
  const text = await fragment(element);
  if (text === null) return;
  const parts = new DOMParser().parseFromString(text, "text/html");
  for (const part of parts.querySelectorAll("[data-slot]")) {
    const slot = element.querySelector(`[data-slot="${part.dataset.slot}"]`);
    if (!slot || slot.contains(document.activeElement)) continue; // never take away what somebody is using
    slot.replaceChildren(...part.childNodes);
  }
  element.dispatchEvent(new CustomEvent("korpu:mine"));
}

async function fragment(element) {
  const brought = element.querySelector("template[data-mine-now]");
  if (brought) return brought.innerHTML;
  const answer = await fetch(element.dataset.mine, { headers: { "X-Fragment": "1" } });
  return answer.ok ? answer.text() : null;
}

/** One after the other: the first answer brings the cookie that the tokens of all forms belong to. */
async function refreshAll(elements) {
  for (const element of elements) await refresh(element).catch(() => {}); // the page says the essential without it
}

const mine = [...document.querySelectorAll("[data-mine]")];
refreshAll(mine);
// Another device or tab may have gone on meanwhile.
window.addEventListener("pageshow", (event) => event.persisted && refreshAll(mine));
