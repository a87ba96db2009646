// Keeps the pieces of recordings on the device until the server has them: IndexedDB, or memory where there is none.
// A piece's description and its bytes lie apart, so that counting does not load the film.

const NAME = "korpu-recordings";
const FULL = new Set(["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"]);

/** Open the store, or another of the same kind. `isLasting` says whether it outlives the page. */
export async function openStore(name = NAME) {
  try {
    return new PieceStore(await openDatabase(name));
  } catch {
    return new PieceStore(null);
  }
}

export function isFull(error) {
  return FULL.has(error?.name) || FULL.has(error?.inner?.name);
}

function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const database = request.result;
      database.createObjectStore("takes", { keyPath: "id" });
      database.createObjectStore("pieces", { keyPath: ["take", "run", "number"] });
      database.createObjectStore("bytes");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

const nameOf = (key) => JSON.stringify(key);
const rangeOf = (take) => IDBKeyRange.bound([take], [take, []]);
const inOrder = (one, other) => one.run - other.run || one.number - other.number;

class PieceStore {
  constructor(database) {
    this.database = database;
    this.isLasting = Boolean(database);
    // What the device had no room for, and everything where there is no database.
    this.memory = { takes: new Map(), pieces: new Map(), bytes: new Map() };
  }

  /** Run one transaction; `work` gets the object stores by name. Resolves when it is on the device. */
  run(names, mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(names, mode, { durability: "strict" });
      const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
      const request = work(stores);
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  }

  async takes(owner) {
    return (await this.allTakes()).filter((take) => take.owner === owner);
  }

  async allTakes() {
    const kept = this.database ? await this.run(["takes"], "readonly", ({ takes }) => takes.getAll()) : [];
    return [...kept, ...this.memory.takes.values()];
  }

  async keepTake(take) {
    if (!this.database) {
      this.memory.takes.set(take.id, take);
      return;
    }
    try {
      await this.run(["takes"], "readwrite", ({ takes }) => takes.put(take));
    } catch (error) {
      if (!isFull(error)) throw error;
      this.memory.takes.set(take.id, take);
    }
  }

  /** Keep a piece. Where the device is full, acknowledged bytes make room; then memory has to do: gives false. */
  async keepPiece(piece, bytes) {
    if (this.database) {
      for (;;) {
        try {
          await this.run(["pieces", "bytes"], "readwrite", (stores) => {
            stores.bytes.put(bytes, [piece.take, piece.run, piece.number]);
            return stores.pieces.put(piece);
          });
          return true;
        } catch (error) {
          if (!isFull(error)) throw error;
          if (!(await this.dropSentBytes())) break;
        }
      }
    }
    const key = nameOf([piece.take, piece.run, piece.number]);
    this.memory.pieces.set(key, piece);
    this.memory.bytes.set(key, bytes);
    return !this.database;
  }

  /** The descriptions of a take's pieces, in order. */
  async pieces(take) {
    const kept = this.database
      ? await this.run(["pieces"], "readonly", ({ pieces }) => pieces.getAll(rangeOf(take)))
      : [];
    const held = [...this.memory.pieces.values()].filter((piece) => piece.take === take);
    return [...kept, ...held].sort(inOrder);
  }

  async bytes(key) {
    const held = this.memory.bytes.get(nameOf(key));
    if (held || !this.database) return held;
    return this.run(["bytes"], "readonly", ({ bytes }) => bytes.get(key));
  }

  /** Note that the server has a piece, or that it has lost it. */
  async markSent(piece, sent = true) {
    const marked = { ...piece, sent };
    const key = nameOf([piece.take, piece.run, piece.number]);
    if (this.memory.pieces.has(key)) this.memory.pieces.set(key, marked);
    else await this.run(["pieces"], "readwrite", ({ pieces }) => pieces.put(marked));
  }

  /** The server has a piece: its bytes go now, its description stays with the take. */
  async letGo(piece) {
    const key = [piece.take, piece.run, piece.number];
    const marked = { ...piece, sent: true, dropped: true };
    if (this.memory.bytes.delete(nameOf(key))) {
      this.memory.pieces.set(nameOf(key), marked);
    } else if (this.database) {
      await this.run(["pieces", "bytes"], "readwrite", (stores) => {
        stores.bytes.delete(key);
        return stores.pieces.put(marked);
      });
    }
  }

  /** Make room: delete the bytes of pieces that the server has. Gives how many. */
  async dropSentBytes() {
    const all = await this.run(["pieces"], "readonly", ({ pieces }) => pieces.getAll());
    const sent = all.filter((piece) => piece.sent && !piece.dropped);
    if (!sent.length) return 0;
    await this.run(["pieces", "bytes"], "readwrite", (stores) => {
      for (const piece of sent) {
        stores.bytes.delete([piece.take, piece.run, piece.number]);
        stores.pieces.put({ ...piece, dropped: true });
      }
    });
    return sent.length;
  }

  /** Give a run another number. */
  async moveRun(take, from, to) {
    for (const piece of (await this.pieces(take)).filter(({ run }) => run === from)) {
      const bytes = await this.bytes([take, from, piece.number]);
      await this.keepPiece({ ...piece, run: to }, bytes);
      await this.forgetPiece(piece);
    }
  }

  async forgetPiece({ take, run, number }) {
    const key = [take, run, number];
    this.memory.pieces.delete(nameOf(key));
    this.memory.bytes.delete(nameOf(key));
    if (!this.database) return;
    await this.run(["pieces", "bytes"], "readwrite", (stores) => {
      stores.bytes.delete(key);
      return stores.pieces.delete(key);
    });
  }

  async removeTake(take) {
    this.memory.takes.delete(take);
    for (const [key, piece] of this.memory.pieces) {
      if (piece.take !== take) continue;
      this.memory.pieces.delete(key);
      this.memory.bytes.delete(key);
    }
    if (!this.database) return;
    await this.run(["takes", "pieces", "bytes"], "readwrite", (stores) => {
      stores.bytes.delete(rangeOf(take));
      stores.pieces.delete(rangeOf(take));
      return stores.takes.delete(take);
    });
  }
}
