// [data-suggest="address"]: a search field that offers titles while one types, as an editable combobox with a list
// (WAI-ARIA 1.2, "Editable Combobox With List Autocomplete"). Focus stays in the field; without this module it is a form.
const LEAST = 2; // letters
const WAIT = 200; // ms after the last letter

class Suggestions {
  constructor(field) {
    this.field = field;
    this.form = field.form;
    this.found = [];
    this.active = -1;
    this.list = this.listbox();
    this.status = document.createElement("div");
    this.status.setAttribute("role", "status");
    this.status.className = "govuk-visually-hidden";
    field.parentElement.append(this.list, this.status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => this.close());
  }

  listbox() {
    const list = document.createElement("ul");
    list.id = `${this.field.id}-suggestions`;
    list.className = "k-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.field.dataset.suggestLabel);
    // The field keeps the focus while somebody points at the list.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
    return list;
  }

  typed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const text = this.field.value.trim();
    if (text.length < LEAST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  async ask(text) {
    this.asking = new AbortController();
    try {
      const address = `${this.field.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: this.asking.signal });
      if (!answer.ok) throw new Error(`suggestions: ${answer.status}`);
      const { said, found } = await answer.json();
      if (document.activeElement === this.field) this.show(said, found);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the form still works
    }
  }

  show(said, found) {
    this.found = found;
    this.list.replaceChildren(...found.map((one, number) => this.option(one, number)));
    this.status.textContent = said;
    this.list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.choose(-1);
  }

  option({ title, kind, language }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = "k-suggestions__one";
    option.setAttribute("role", "option");
    const words = document.createElement("span");
    words.className = "k-suggestions__title";
    words.textContent = title;
    if (language) words.lang = language;
    const sort = document.createElement("span");
    sort.className = "k-suggestions__kind";
    sort.textContent = kind;
    option.append(words, " ", sort);
    return option;
  }

  pressed(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      event.preventDefault();
    } else if (event.key === "Enter" && this.active >= 0) {
      this.open(this.list.children[this.active]);
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    }
  }

  // Past either end one is back in what was typed.
  move(step) {
    if (this.list.hidden) {
      if (this.field.value.trim().length >= LEAST) this.ask(this.field.value.trim());
      return;
    }
    const places = this.found.length + 1;
    this.choose(((this.active + 1 + step + places) % places) - 1);
  }

  choose(number) {
    this.active = number;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === number));
    }
    const option = this.list.children[number];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  open(option) {
    const place = [...this.list.children].indexOf(option);
    if (place >= 0) location.assign(this.found[place].url);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

// Where somebody saves data, every letter typed would cost some.
if (!document.documentElement.classList.contains("k-saver-on")) {
  for (const field of document.querySelectorAll("[data-suggest]")) new Suggestions(field);
}
