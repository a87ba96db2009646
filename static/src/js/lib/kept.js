// What somebody chose in the player, kept on this device for the next film: captions, signing, described sound.

const STORE = "korpu-player";

/** What is kept under a name, over the defaults given. */
export function kept(name, defaults) {
  return { ...defaults, ...all()[name] };
}

/** Keep a choice. Where the browser keeps nothing it lasts as long as the page. */
export function keep(name, choice) {
  memory = { ...all(), [name]: choice };
  try {
    localStorage.setItem(STORE, JSON.stringify(memory));
  } catch {
    // A private window.
  }
}

let memory = {};

function all() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? memory;
  } catch {
    return memory;
  }
}
