// data-mine="address": what is about the reader comes as a fragment; each of its data-slot parts goes into the slot of
// the same name on the page. Without this script the page links to the same address as a page of its own.

/** Fetch the fragment again and put its parts into their slots; tells whoever listens on the element. */
export async function refresh(element) {
  const answer = await fetch(element.dataset.mine, { headers: { "X-Fragment": "1" } });
  if (!answer.ok) return;
  const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts.querySelectorAll("[data-slot]")) {
    const slot = element.querySelector(`[data-slot="${part.dataset.slot}"]`);
    if (!slot || slot.contains(document.activeElement)) continue; // never take away what somebody is using
    slot.replaceChildren(...part.childNodes);
  }
  element.dispatchEvent(new CustomEvent("korpu:mine"));
}

for (const element of document.querySelectorAll("[data-mine]")) {
  refresh(element).catch(() => {}); // the page says the essential without it
  // Another device or tab may have gone on meanwhile.
  window.addEventListener("pageshow", (event) => event.persisted && refresh(element).catch(() => {}));
}
