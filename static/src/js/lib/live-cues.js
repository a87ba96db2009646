// Live captions: lines that come as events while the webinar runs, drawn by the browser on the recording's clock.
// One that comes after its words were heard is shown at once, for long enough to be read.
import { keep, kept } from "./kept.js";

const LEAST_S = 3; // a line stays for so long
const A_LETTER_S = 0.06; // and longer when there is more to read
const MOST_LATE_S = 20; // a line this late belongs to what was said, not to what is heard

/**
 * Captions of a live video. `given` holds what was said so far: {language: [[start_ms, end_ms, text, machine, id]]}.
 * `words` name the languages; `always` is the reader's setting. Gives {add(cue), remove(id), load(given)}.
 */
export function liveCues(video, given, { bar, panel, words, always }) {
  const [button, menu] = [bar.querySelector("[data-captions-toggle]"), bar.querySelector("[data-captions-menu]")];
  const choice = kept("captions", { on: false, language: "" });
  const tracks = new Map();
  const [known, ids] = [new Set(), new Map()];
  let isOn = always || choice.on;
  let chosen = "";

  const show = () => {
    for (const [language, { track }] of tracks) track.mode = isOn && language === chosen ? "showing" : "hidden";
    button.setAttribute("aria-pressed", String(isOn));
    menu.textContent = chosen.toUpperCase();
    menu.setAttribute("aria-label", words.captions_language.replace("{language}", tracks.get(chosen)?.label ?? ""));
  };
  const choose = (language) => {
    [chosen, isOn] = [language, true];
    keep("captions", { on: isOn, language });
    show();
  };
  const trackFor = (language, isMachine) => {
    if (tracks.has(language)) return tracks.get(language);
    const label = (isMachine ? words.captions.machine : words.captions.typed)[language] ?? language;
    const one = { label, track: video.addTextTrack("captions", label, language) };
    tracks.set(language, one);
    const wanted = [choice.language, words.language, words.spoken].find((code) => tracks.has(code));
    chosen = tracks.has(chosen) && chosen !== words.spoken ? chosen : (wanted ?? language);
    button.hidden = false;
    option(panel, language, label, () => choose(language));
    menu.hidden = tracks.size < 2;
    show();
    return one;
  };
  const draw = ({ id, language, start_ms, end_ms, text, is_machine }, isNew) => {
    if (known.has(id)) return;
    known.add(id);
    let [start, end] = [start_ms / 1000, Math.max(end_ms, start_ms + 1) / 1000];
    end = Math.max(end, start + Math.max(LEAST_S, text.length * A_LETTER_S));
    const late = video.currentTime - start;
    if (isNew && late > 0 && late < MOST_LATE_S) [start, end] = [video.currentTime, video.currentTime + end - start];
    const { track } = trackFor(language, is_machine);
    if (isNew) shorten(track, start);
    const cue = new VTTCue(start, end, plain(text));
    ids.set(id, [track, cue]);
    track.addCue(cue);
  };

  button.addEventListener("click", () => {
    isOn = !isOn;
    keep("captions", { on: isOn, language: chosen });
    show();
  });
  const remove = (id) => {
    const [track, cue] = ids.get(id) ?? [];
    if (cue) track.removeCue(cue);
    ids.delete(id);
  };
  const load = (said) => {
    const lines = Object.entries(said).flatMap(([language, rows]) => rows.map((row) => [language, row]));
    const there = new Set(lines.map(([, row]) => row[4]));
    for (const id of [...ids.keys()]) if (!there.has(id)) remove(id);
    for (const [language, [start_ms, end_ms, text, is_machine, id]] of lines) {
      draw({ id, language, start_ms, end_ms, text, is_machine }, false);
    }
  };
  load(given);
  /** `load` takes what the server says was said, in place of what was known before. */
  return { add: (cue) => draw(cue, true), remove, load };
}

/** A new line takes the place of the one before it: two at most are read at once. */
function shorten(track, start) {
  const before = [...(track.cues ?? [])].filter((cue) => cue.startTime <= start && cue.endTime > start);
  for (const cue of before.slice(0, -1)) cue.endTime = Math.max(cue.startTime, start);
}

/** What was typed is text, never markup. */
const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function option(panel, language, label, choose) {
  const row = Object.assign(document.createElement("label"), { className: "k-player__option" });
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "live-captions", value: language });
  input.addEventListener("change", choose);
  row.append(input, ` ${label}`);
  panel.append(row);
}
