// Keeps the screen awake while asked to, also after the person came back from another window.

let wanted = false;
let lock = null;

async function take() {
  if (!wanted || document.visibilityState !== "visible" || (lock && !lock.released)) return;
  lock = await navigator.wakeLock?.request("screen").catch(() => null);
}

document.addEventListener("visibilitychange", take);

export function stayAwake() {
  wanted = true;
  take();
}

export function mayRest() {
  wanted = false;
  lock?.release().catch(() => {});
  lock = null;
}
