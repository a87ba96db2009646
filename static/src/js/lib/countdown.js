// Three, two, one: the moment before one is on air, which can still be called off.

const SECONDS = 3;

export class Countdown {
  /** `show(number)` hears each second. */
  constructor(show) {
    this.show = show;
    this.isRunning = false;
  }

  /** Count; says whether it came to its end. */
  async run() {
    this.isRunning = true;
    for (let number = SECONDS; number > 0; number--) {
      this.show(number);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      if (!this.isRunning) return false;
    }
    this.isRunning = false;
    return true;
  }

  stop() {
    this.isRunning = false;
  }
}
