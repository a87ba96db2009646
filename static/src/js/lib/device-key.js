// The key of this device, so that a page that is loaded again is known as the same.

/** Give the key; a reload keeps it. */
export function deviceKey() {
  const name = "korpu-studio";
  let key = null;
  try {
    key = localStorage.getItem(name) ?? crypto.randomUUID();
    localStorage.setItem(name, key);
  } catch {
    // A private window: a reload is another device then.
  }
  return key ?? crypto.randomUUID();
}
