// Shows that the microphone hears something: a bar that moves, and words for whoever does not see it.

const HEARD = 0.02; // of full scale; quiet speech at arm's length is about 0.03
const SILENT_FOR = 4000; // ms before we say that we hear nothing

/** Watch a stream. `show(level)` gets 0–1 about ten times a second, `said(isHeard)` every change. Gives a stop function. */
export function watchSound(stream, { show, said }) {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context || !stream.getAudioTracks().length) return () => {};
  const context = new Context();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let lastHeard = performance.now();
  let isHeard = null;
  const timer = setInterval(() => {
    if (context.state === "suspended") return void context.resume().catch(() => {});
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    show(Math.min(1, level * 5));
    if (level > HEARD) lastHeard = performance.now();
    const now = performance.now() - lastHeard < SILENT_FOR;
    if (now !== isHeard) said((isHeard = now));
  }, 100);
  return () => {
    clearInterval(timer);
    context.close().catch(() => {});
  };
}
