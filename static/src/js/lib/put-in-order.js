// A list of steps, each with a menu of places: two buttons a step move it instead, and the menus follow. Nothing has a
// place until the first move, so that a question that nobody touched still counts as not answered.
export function putInOrder(list, say) {
  const steps = () => [...list.children];
  const menu = (step) => step.querySelector("select");
  const words = (step) => step.querySelector("label").textContent;
  const number = document.createElement("span");
  number.className = "k-order__number";
  number.setAttribute("aria-hidden", "true");

  function settle() {
    steps().forEach((step, at) => (menu(step).value = String(at + 1)));
  }

  function show() {
    steps().forEach((step, at) => (step.querySelector(".k-order__number").textContent = `${at + 1}.`));
  }

  function move(step, by, button) {
    const all = steps();
    const to = all.indexOf(step) + by;
    if (to >= 0 && to < all.length) {
      if (by < 0) all[to].before(step);
      else all[to].after(step);
    }
    settle();
    show();
    button.focus();
    const place = steps().indexOf(step) + 1;
    const said = { text: words(step), place, all: all.length };
    say(list.dataset.moved.replace(/\{(\w+)\}/g, (_all, name) => said[name]));
    menu(step).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function button(step, by, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "k-order__move";
    made.textContent = text;
    made.id = `${menu(step).id}${by < 0 ? "_up" : "_down"}`;
    made.setAttribute("aria-label", `${text}: ${words(step)}`);
    made.addEventListener("click", () => move(step, by, made));
    return made;
  }

  for (const step of steps()) {
    step.querySelector(".k-order__place").hidden = true;
    // The label names a menu that nobody meets now; its words stay as words.
    const label = step.querySelector("label");
    step.insertBefore(number.cloneNode(), label);
    const moves = document.createElement("span");
    moves.className = "k-order__moves";
    moves.append(button(step, -1, list.dataset.up), button(step, 1, list.dataset.down));
    step.append(moves);
  }
  // What leads to the first menu (an error, a result) leads to the first button.
  const first = steps()[0];
  if (first) {
    const id = list.querySelector("select[id$='_0']")?.id;
    if (id) {
      document.getElementById(id).id = `${id}_menu`;
      list.querySelector(`label[for="${id}"]`).htmlFor = `${id}_menu`;
      first.querySelector("button").id = id;
    }
  }
  show();
}
