"""Whose fault was it: the film's, which will be the same the next time, or a machine's, which will pass?

A full disk, a storage or a database that does not answer, and memory that was short say nothing about a film. Work on
it is put off for longer and longer instead of being parked after three faults.
"""

from django.db import OperationalError

from media_pipeline.ffmpeg.run import FfmpegFailed

# The film's own files are not there, or are not what they should be.
_OF_THE_FILM = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


def is_of_a_machine(error: Exception) -> bool:
    """Whether the same work may well be done another time, or elsewhere."""
    if isinstance(error, FfmpegFailed):
        return error.is_ours
    if isinstance(error, OperationalError):
        return True
    is_of_storage = type(error).__module__.startswith(("botocore.", "urllib3.")) and not hasattr(error, "response")
    return is_of_storage or (isinstance(error, OSError) and not isinstance(error, _OF_THE_FILM))
