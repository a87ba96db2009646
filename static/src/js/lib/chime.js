// Three soft tones, to try the sound before something begins.

const TONES_HZ = [392, 494, 587];
const EACH_S = 0.35;

/** Play the tones once. Gives false where the browser makes no sound. */
export async function chime() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context) return false;
  const context = new Context();
  await context.resume().catch(() => {});
  TONES_HZ.forEach((hertz, number) => {
    const [tone, loudness] = [context.createOscillator(), context.createGain()];
    const at = context.currentTime + number * EACH_S;
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.2, at + 0.05);
    loudness.gain.linearRampToValueAtTime(0, at + EACH_S);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + EACH_S);
  });
  setTimeout(() => context.close().catch(() => {}), TONES_HZ.length * EACH_S * 1000 + 500);
  return context.state === "running";
}
