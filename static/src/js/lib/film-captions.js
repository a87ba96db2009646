// The captions of a film in the player: one button turns them on and off, a menu chooses among languages.
// They are sidecar tracks of the video element, so every browser draws them, also when the picture fills the screen.
import { keep, kept } from "./kept.js";

/**
 * Add captions to a video. `list` holds {language, label, short, kind, src}, the spoken language first. `bar` holds the
 * buttons, `panel` the choice of languages; `always` is the reader's setting, `reads` the language of the page.
 * Returns what gives the tracks their new addresses.
 */
export function showCaptions(video, list, { bar, panel, words, always, reads }) {
  const [button, menu] = [bar.querySelector("[data-captions-toggle]"), bar.querySelector("[data-captions-menu]")];
  if (!list.length) return () => {};
  const choice = kept("captions", { on: false, language: "" });
  let chosen = among(list, choice.language) ?? among(list, reads) ?? list[0];
  let isOn = always || choice.on;
  const tracks = new Map(list.map((one) => [one, trackOf(video, one)]));

  const show = () => {
    for (const [one, element] of tracks) element.track.mode = isOn && one === chosen ? "showing" : "disabled";
    button.setAttribute("aria-pressed", String(isOn));
    menu.textContent = chosen.short;
    menu.setAttribute("aria-label", `${chosen.short}. ${words.captions_language.replace("{language}", chosen.label)}`);
  };
  const keepChoice = () => keep("captions", { on: isOn, language: chosen.language });
  const choose = (one) => {
    [chosen, isOn] = [one, true];
    show();
    keepChoice();
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    isOn = !isOn;
    show();
    keepChoice();
  });
  menu.hidden = list.length < 2;
  if (!menu.hidden) fillPanel(panel, list, chosen, choose);
  // A browser chooses captions by itself when a film is loaded; here the reader has chosen. Only where the browser's own
  // controls are in use (an iPhone's whole screen, an old browser) is its menu the reader's word.
  video.textTracks.addEventListener("change", () => {
    const shown = list.find((one) => tracks.get(one).track.mode === "showing");
    if (Boolean(shown) === isOn && (!shown || shown === chosen)) return;
    if (video.controls || video.webkitDisplayingFullscreen) [isOn, chosen] = [Boolean(shown), shown ?? chosen];
    show();
  });
  show();

  /** Take the addresses of a film that was opened again, where the words were not read yet: the old ones run out. */
  return (again) => {
    for (const [one, element] of tracks) {
      const { src } = again.find(({ language, kind }) => language === one.language && kind === one.kind) ?? one;
      if (element.readyState !== HTMLTrackElement.LOADED && element.getAttribute("src") !== src) element.src = src;
    }
  };
}

const among = (list, language) => list.find((one) => one.language === language);

function trackOf(video, { kind, label, language, src }) {
  const track = Object.assign(document.createElement("track"), { kind, label, srclang: language, src });
  video.append(track);
  return track;
}

function fillPanel(panel, list, chosen, choose) {
  for (const one of list) {
    const input = Object.assign(document.createElement("input"), { type: "radio", name: `${panel.id}-one`, checked: one === chosen });
    input.addEventListener("change", () => choose(one));
    const label = Object.assign(document.createElement("label"), { className: "k-player__option" });
    const name = Object.assign(document.createElement("span"), { textContent: one.label, lang: one.lang ?? "" });
    label.append(input, name);
    panel.append(label);
  }
}
