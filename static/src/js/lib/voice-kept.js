// Keeps a recorded voice on the device until its answer is sent: a limit or a lost sign-in takes none of it.
import { openStore } from "./piece-store.js";

const NAME = "korpu-voices";
const LONGEST = 24 * 3600 * 1000; // ms; longer nothing lies on somebody's telephone

/** Keep a recording under an address, in the place of an older one. */
export async function keepVoice(address, blob) {
  const store = await openStore(NAME);
  await store.removeTake(address);
  await store.keepTake({ id: address, owner: address, kind: blob.type, at: Date.now() });
  await store.keepPiece({ take: address, run: 0, number: 0 }, await blob.arrayBuffer());
}

/** Give the recording that is kept under an address, or nothing. What is too old is deleted, whosever it is. */
export async function keptVoice(address) {
  const store = await openStore(NAME);
  let found;
  for (const take of await store.allTakes()) {
    if (Date.now() - take.at > LONGEST) await store.removeTake(take.id);
    else if (take.id === address) found = take;
  }
  const bytes = found && (await store.bytes([address, 0, 0]));
  return bytes && new Blob([bytes], { type: found.kind });
}
