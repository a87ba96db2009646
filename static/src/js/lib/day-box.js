// Keeps a trainer's day on this tablet: everything encrypted (AES-GCM, 256 bits) in IndexedDB. The key is made here, can
// never be taken out of the browser, and goes with everything else when the box is erased. No record has a plain word.

const NAME = "korpu-day";
const KEY = "key";

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys");
      request.result.createObjectStore("things");
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // Another tab erases: let go, so that it can.
      database.onversionchange = () => forget(database);
      database.onclose = () => (opened = null);
      resolve(database);
    };
  });
  return opened;
}

function forget(database) {
  database.close();
  opened = null;
}

async function store(name, mode = "readonly") {
  return (await open()).transaction(name, mode).objectStore(name);
}

/** The key of this tablet. Made once; of two tabs that make one at the same time, the first one counts. */
async function key() {
  const kept = await settled((await store("keys")).get(KEY));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await settled((await store("keys", "readwrite")).add(made, KEY)).catch(() => {});
  return settled((await store("keys")).get(KEY));
}

export const canKeep = () => Boolean(window.indexedDB && window.crypto?.subtle && navigator.serviceWorker);

export async function put(id, thing) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(thing));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain);
  await settled((await store("things", "readwrite")).put({ iv, data }, id));
}

async function read({ iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), data)));
}

/** One thing, or null. */
export async function get(id) {
  const kept = await settled((await store("things")).get(id));
  return kept ? read(kept) : null;
}

/** Every thing whose id begins so, as [id, thing]. */
export async function all(prefix) {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const things = await store("things");
  const [ids, kept] = await Promise.all([settled(things.getAllKeys(range)), settled(things.getAll(range))]);
  return Promise.all(ids.map(async (id, at) => [id, await read(kept[at])]));
}

export async function remove(id) {
  await settled((await store("things", "readwrite")).delete(id));
}

/** Whether there is anything; makes nothing. */
export async function isThere() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

/** Everything goes, the key first: what a disk may still hold of the rest is noise from then on. */
export async function erase() {
  if (!(await isThere())) return;
  const database = await open();
  await settled((await store("keys", "readwrite")).clear());
  await settled((await store("things", "readwrite")).clear());
  forget(database);
  await settled(indexedDB.deleteDatabase(NAME));
}
