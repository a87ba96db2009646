// That somebody is there while a webinar is on air: joined, what was played, left. What counts is decided by the server.
import { watch } from "./watching.js";

/** Report who watches. `delay()` tells how late the picture is, in ms; `said(answer)` gets the answers. Gives {stop}. */
export function present(video, address, { delay, said }) {
  const join = () => fetch(`${address}/join`, { method: "POST", body: "{}" }).catch(() => {});
  const leave = () => navigator.sendBeacon(`${address}/leave`, "{}");
  const comeBack = (event) => event.persisted && void join();
  void join();
  const following = watch(video, `${address}/report`, {
    live: true,
    said,
    waiting: () => {},
    more: () => ({ delay_ms: delay() }),
  });
  // After the report of the last seconds, which the page sends as it is left.
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", comeBack);
  return {
    stop() {
      following.stop();
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
    },
  };
}
