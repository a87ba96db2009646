// input[type=file][data-size-limit]: a file that is too large is said to be so when it is chosen, not after minutes of
// sending. Bytes: data-size-limit for all, data-photo-limit for pictures; the words are in data-too-large.
class SizeLimit {
  constructor(input) {
    this.input = input;
    this.group = input.closest(".govuk-form-group");
    input.addEventListener("change", () => this.look());
    input.form.addEventListener("submit", (event) => {
      if (this.look()) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  fits() {
    const { sizeLimit, photoLimit } = this.input.dataset;
    return [...this.input.files].every(
      ({ size, type }) => size <= Number(type.startsWith("image/") && photoLimit ? photoLimit : sizeLimit),
    );
  }

  look() {
    const fits = this.fits();
    this.words?.remove();
    this.words = null;
    this.group.classList.toggle("govuk-form-group--error", !fits);
    this.input.setAttribute("aria-invalid", String(!fits));
    if (!fits) {
      this.words = document.createElement("p");
      this.words.className = "govuk-error-message";
      this.words.setAttribute("role", "alert");
      this.words.textContent = this.input.dataset.tooLarge;
      this.input.before(this.words);
    }
    return fits;
  }
}

for (const input of document.querySelectorAll("[data-size-limit]")) new SizeLimit(input);
