// One window at a time: two would give the same number to different things.

/** Hold a name until the page is left; gives false when another window holds it. */
export function onlyHere(name, seconds = 3) {
  if (!navigator.locks) return Promise.resolve(true);
  const patience = new AbortController(); // after a reload the old page may take a moment to let go
  const timer = setTimeout(() => patience.abort(), seconds * 1000);
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { signal: patience.signal }, () => {
        clearTimeout(timer);
        resolve(true);
        return new Promise(() => {}); // held until the page is left
      })
      .catch(() => resolve(false));
  });
}
