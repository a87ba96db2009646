// Which versions of a film there are, to notice that better ones have come while somebody watches.

/** Fetch a master playlist: {versions, isGone}. Versions are null while it cannot be said. */
export async function versionsAt(playlist) {
  const answer = await fetch(playlist, { cache: "no-store" }).catch(() => null);
  return { versions: answer?.ok ? versionsIn(await answer.text()) : null, isGone: answer?.status === 410 };
}

/** Whoever a playlist was signed for: two with the same versions give the same text. */
function versionsIn(text) {
  const addresses = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return addresses.map((line) => line.split("/").at(-2)).sort().join(" ");
}
