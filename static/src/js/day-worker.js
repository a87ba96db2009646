// The service worker of /trainer/day/: without a line it gives the page that the tablet keeps. It keeps nothing by
// itself: the page puts its own shell into the cache, and nothing about anybody is ever in there.
const CACHE = "korpu-day";
const PAGE = "/trainer/day/tablet/";
const PATIENCE = 5000; // milliseconds before a line that does not answer counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["script", "style", "font", "image"].includes(request.destination)) event.respondWith(part(request));
});

async function page(request) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: giveUp.signal });
  } catch (error) {
    const kept = await keptPage();
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function keptPage() {
  const cache = await caches.open(CACHE);
  return cache.match(PAGE);
}

async function part(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) ?? fetch(request);
}
