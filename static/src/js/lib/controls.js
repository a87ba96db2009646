// The player's controls: the parts of media-chrome that we use, with our own words. Loaded when somebody wants to watch.
import "./adopted-styles.js";
import "media-chrome/media-controller";
import "media-chrome/media-control-bar";
import "media-chrome/media-play-button";
import "media-chrome/media-seek-backward-button";
import "media-chrome/media-time-range";
import "media-chrome/media-time-display";
import "media-chrome/media-playback-rate-button";
import "media-chrome/media-mute-button";
import "media-chrome/media-fullscreen-button";
import "media-chrome/media-loading-indicator";
import { addTranslation, setLanguage } from "media-chrome/dist/utils/i18n.js";

/** Speak the reader's language: media-chrome has neither Azerbaijani nor Russian. Call before the elements are made. */
export function speak(language, words) {
  addTranslation(language, words);
  setLanguage(language);
}
