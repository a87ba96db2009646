"""The queues that films are worked on in, the most urgent first, and how many seconds a job of each may take.

The work ends by limits of its own (`limits`, `ffmpeg.run`); these are for queues that end jobs by themselves, so that
what nobody foresaw does not stay for ever. Django is not needed here: a project's settings may read it.
"""

HOUR = 3600

QUEUES = {
    "live": 24 * HOUR,
    "arriving": 24 * HOUR,
    "watchable": 12 * HOUR,
    "first_rung": 24 * HOUR,
    "ladder": 7 * 24 * HOUR,
    "live_captions": 24 * HOUR,
    "captions": 7 * 24 * HOUR,
    "rest": 24 * HOUR,
}
