// data-upload: the page where a video file is sent, and nothing else.

import { Sending } from "./lib/film-sending.js";
import { settingsOf } from "./lib/words.js";

const root = document.querySelector("[data-upload]");
if (root) root.hidden = false;
if (root) new Sending(root, settingsOf("upload-settings")).begin();
