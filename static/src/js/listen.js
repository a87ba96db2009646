// a[data-listen]: play what the link leads to in place, and stop it by the same button. Without this, the link opens the sound.

class Listening {
  constructor(link) {
    this.link = link;
    this.words = link.querySelector("[data-listen-words]");
    this.start = this.words.textContent;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (this.sound) this.stop();
      else this.play();
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
  }

  play() {
    this.sound = new Audio(this.link.href);
    this.words.textContent = this.link.dataset.stop;
    for (const end of ["ended", "error"]) this.sound.addEventListener(end, () => this.stop());
    this.sound.play().catch(() => location.assign(this.link.href));
  }

  stop() {
    this.sound?.pause();
    this.sound = null;
    this.words.textContent = this.start;
  }
}

document.querySelectorAll("a[data-listen]").forEach((link) => new Listening(link));
