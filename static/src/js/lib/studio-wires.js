// What moves a studio: its buttons, the page around it, the passing of time, and what is told beside it.

import { beside } from "./studio-beside.js";

const TICK_MS = 500;
const WEIGH_MS = 5000;

/** Connect a studio (see `studio.js`) with everything that it answers to. Gives the slides beside it. */
export function wire(studio) {
  const { view } = studio;
  const deeds = {
    air: () => studio.air(),
    rehearse: () => studio.send(),
    cancel: () => studio.cancel(),
    unrehearse: () => studio.rest(),
    on: () => studio.goOn(),
    goon: () => studio.reopen(),
    pause: () => studio.pressed("pause"),
    end: () => view.show("ending"),
    no: () => studio.settle(),
    yes: () => studio.pressed("end"),
    "take-over": () => studio.takeOver(),
    retry: () => (studio.isAlone && studio.sender ? studio.enter() : location.reload()),
    "message-read": () => view.message({ text: "", from: "" }),
  };
  for (const [part, deed] of Object.entries(deeds)) view.on(part, deed);
  view.part("preview").addEventListener("resize", () => studio.turned());
  addEventListener("beforeunload", (event) => studio.holdBack(event));
  addEventListener("pagehide", () => studio.runs?.recorder?.flush());
  addEventListener("online", () => studio.look());
  view.opensAt(studio.clock.opensHere);
  setInterval(() => studio.tick(), TICK_MS);
  setInterval(() => studio.weigh(), WEIGH_MS);
  return beside(document.querySelector(".k-studio__beside"), studio.settings, {
    on: told(studio),
    failed: (reason, words) => view.problem(reason, words),
  });
}

function told(studio) {
  const { view } = studio;
  let captions = [];
  return {
    state: () => studio.look(),
    viewers: ({ count }) => view.viewers(count),
    message: (said) => view.message(said),
    caption: ({ text }) => view.caption((captions = [...captions, text].slice(-2))),
  };
}
