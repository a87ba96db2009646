"""Pure: facts in, ffmpeg's arguments out, and the one place that starts a process. No Django."""
