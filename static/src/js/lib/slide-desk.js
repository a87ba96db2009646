// The slides in the studio and on a host's page: which one is shown, and the buttons to the next and back.

import { fill } from "./words.js";

export class SlideDesk {
  constructor(root, words) {
    Object.assign(this, { root, words, slides: [], number: 0 });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  /** Show how it stands: all slides, and the number of the one that is shown. */
  show(slides, number) {
    const hadFocus = this.root.contains(document.activeElement) && document.activeElement;
    this.slides = slides;
    this.number = number;
    this.part("slides-shown").hidden = this.part("slides-remove").hidden = !slides.length;
    this.draw();
    const last = slides.length;
    this.step("back", Math.max(0, number - 1), number < 2);
    this.step("next", Math.min(last, number + 1), number >= last);
    this.step("none", 0, number === 0);
    if (hadFocus?.disabled) this.root.querySelector('[data-press="next"] button:enabled, [data-press="back"] button')?.focus();
  }

  draw() {
    const slide = this.slides.find((one) => one.number === this.number);
    const picture = this.part("slide-picture");
    picture.hidden = !slide;
    if (slide) {
      if (picture.getAttribute("src") !== slide.src) picture.src = slide.src;
      picture.width = slide.width;
      picture.height = slide.height;
      picture.alt = slide.text || fill(this.words.slide_picture, { number: slide.number });
      const next = this.slides.find((one) => one.number === this.number + 1);
      if (next) new Image().src = next.src; // there when it is wanted
    }
    this.describe(slide);
    const values = { number: this.number, total: this.slides.length };
    this.part("slide-words").textContent = slide ? fill(this.words.slide_of, values) : this.words.no_slide;
  }

  /** The words of the slide that is shown; what somebody is writing about it is left alone. */
  describe(slide) {
    this.part("slide-describe").hidden = !slide;
    const form = this.root.querySelector('form[data-press="describe"]');
    const { number, text } = form.elements;
    const isSame = Number(number.value) === slide?.number;
    if (!slide || (isSame && text.value !== text.defaultValue && form.contains(document.activeElement))) return;
    number.value = slide.number;
    text.value = text.defaultValue = slide.text;
  }

  step(name, number, isOff) {
    const form = this.root.querySelector(`form[data-press="${name}"]`);
    if (!form) return;
    form.elements.number.value = number;
    form.querySelector("button").disabled = isOff;
  }

  drawing(isDrawing) {
    this.part("slides-drawn").textContent = isDrawing ? this.words.slides_drawing : "";
  }
}
