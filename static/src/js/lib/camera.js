// Opens the camera and the microphone, and says in one word why it cannot.
// The picture is never mirrored: knitting in a mirror is wrong knitting.

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export class CameraProblem extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && crypto.subtle);
}

/** Open a camera: `choice` is "front", "back" or a device's id. Gives a stream; without a microphone only the picture. */
export async function openCamera(choice) {
  const which =
    choice === "front" ? { facingMode: { ideal: "user" } }
    : choice === "back" ? { facingMode: { ideal: "environment" } }
    : { deviceId: { exact: choice } };
  const video = { ...PICTURE, ...which };
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: SOUND });
  } catch (error) {
    if (error.name === "NotFoundError") {
      const silent = await navigator.mediaDevices.getUserMedia({ video }).catch(() => null);
      if (silent) return silent;
    }
    throw new CameraProblem(REASONS[error.name] ?? "failed");
  }
}

export function closeCamera(stream) {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
  }
}

/** The cameras there are to choose from, as {choice, label}; none when there is no choice. */
export async function cameras() {
  const found = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  if (found.length < 2) return [];
  const isHandheld = matchMedia("(pointer: coarse)").matches;
  if (isHandheld) return [{ choice: "front" }, { choice: "back" }];
  return found.map(({ deviceId, label }) => ({ choice: deviceId, label }));
}
