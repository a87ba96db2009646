// [data-case-similar="address"]: published answers near to what is being written, below the field. Nothing is lost
// without it: the same list is a page between two steps.

const WAIT = 900; // milliseconds after the last letter
const LEAST = 12; // signs

for (const place of document.querySelectorAll("[data-case-similar]")) {
  const form = place.closest("form");
  const field = form.elements.text;
  let timer = 0;
  let asked = "";

  const look = async () => {
    const text = field.value.trim().slice(0, 500);
    if (text.length < LEAST || text === asked) return;
    asked = text;
    const body = new FormData();
    body.append("text", text);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(place.dataset.caseSimilar, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || text !== asked) return;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...parsed.body.childNodes);
    } catch {
      // Without the network one simply goes on writing.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
}
