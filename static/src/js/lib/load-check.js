// Shows the server that the video was really loaded: now and then it names a segment of what was just played, and a salt;
// the answer is SHA-256 of the salt and the bytes. Who cannot answer says so, and that is all right.

const MOST = 60; // segments that are remembered; more than a report speaks of

export class LoadChecks {
  /** `saver()` says whether data are to be saved: then nothing is loaded for this that the browser no longer has. */
  constructor(saver) {
    this.saver = saver;
    this.addresses = new Map(); // "360p-1a2b3c4d/s00007.m4s" → where it was loaded from
    this.version = "";
    this.shown = null;
  }

  /** A segment came from this address. */
  loaded(address) {
    const [version, name] = new URL(address, document.baseURI).pathname.split("/").slice(-2);
    this.version = version;
    this.addresses.set(`${version}/${name}`, address);
    if (this.addresses.size > MOST) this.addresses.delete(this.addresses.keys().next().value);
  }

  /** What a report says of it. */
  more() {
    const said = this.version ? { version: this.version } : {};
    if (this.shown) said.shown = this.shown;
    this.shown = null;
    return said;
  }

  /** Find the answer, to go with the next report. */
  async find({ number, segment, salt }) {
    let digest = null;
    try {
      digest = await this.digest(this.addresses.get(segment), salt);
    } catch {
      // Not there any more, or this browser does not digest.
    }
    this.shown = { number, digest };
  }

  async digest(address, salt) {
    if (!address || !globalThis.crypto?.subtle) return null;
    const how = this.saver() ? { cache: "only-if-cached", mode: "same-origin" } : { cache: "force-cache" };
    const answer = await fetch(address, how);
    if (!answer.ok) return null;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const salted = new Uint8Array(salt.length / 2 + bytes.length);
    salted.set(salt.match(/../g).map((pair) => parseInt(pair, 16)));
    salted.set(bytes, salt.length / 2);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", salted));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
