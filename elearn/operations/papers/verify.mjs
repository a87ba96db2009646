// Checks badges with tools that are none of ours: jose for the signatures, Digital Bazaar's reader for the status list.
// Reads {tools, issuer, keys, lists, credentials} as JSON, where keys and lists are what the site serves by address;
// writes one word for each credential: "good", or why not.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const read = async (stream) => {
  let text = "";
  for await (const part of stream) text += part;
  return JSON.parse(text);
};
const given = await read(process.stdin);
const resolve = createRequire(pathToFileURL(given.tools)).resolve;
const tool = (name) => import(pathToFileURL(resolve(name)));
const { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } = await tool("jose");
const { decodeList } = await tool("@digitalbazaar/vc-bitstring-status-list");

const verified = async (token, issuer) => {
  const { kid } = decodeProtectedHeader(token);
  const jwk = given.keys[kid];
  if (!jwk || !kid.endsWith(await calculateJwkThumbprint(jwk, "sha256"))) throw new Error("unknown key");
  const { payload } = await jwtVerify(token, await importJWK(jwk, "RS256"), { algorithms: ["RS256"], issuer });
  return payload;
};

const lists = new Map();
const listAt = async (address) => {
  if (!lists.has(address)) {
    const payload = await verified(given.lists[address], given.issuer);
    if (payload.id !== address) throw new Error("list of another address");
    if (!payload.validUntil || Date.parse(payload.validUntil) < Date.now()) throw new Error("stale list");
    lists.set(address, await decodeList({ encodedList: payload.credentialSubject.encodedList }));
  }
  return lists.get(address);
};

const judge = async (token) => {
  try {
    const payload = await verified(token, given.issuer);
    const { type, statusPurpose, statusListCredential, statusListIndex } = payload.credentialStatus;
    if (type !== "BitstringStatusListEntry" || statusPurpose !== "revocation") return "no status";
    const list = await listAt(statusListCredential);
    if (list.length < 131072) return "small list";
    return list.getStatus(Number(statusListIndex)) ? "cancelled" : "good";
  } catch (error) {
    return error.code ?? error.message;
  }
};

const answers = [];
for (const token of given.credentials) answers.push(await judge(token));
process.stdout.write(JSON.stringify(answers));
