"""A bucket: django-storages' S3 with what films need beside it.

Addresses may be signed for another name than the one we reach the bucket at. Listings carry sizes and times,
files are read in parts, folders go in one request for a thousand files, and uploads in parts that a killed
process left behind are found.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from .parts import NoSuchPart, Part

__all__ = ["Bucket", "Unfinished"]

_TOTAL = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


# One session for whoever signs: reading the description of S3 takes half a second and some megabytes.
_sessions: dict[tuple[str | None, ...], Any] = {}
_making = threading.RLock()


@dataclass(frozen=True)
class Unfinished:
    """An upload in parts that was begun and never ended."""

    key: str
    upload_id: str
    begun_at: datetime


class Bucket(S3Storage):
    """A bucket, or the part of one below `location`. Everything in it is private; addresses are signed."""

    client_config: Any

    def get_default_settings(self) -> dict[str, Any]:
        # What is opened lies in memory up to this many bytes, then in a temporary file.
        return super().get_default_settings() | {"public_endpoint_url": None, "max_memory_size": 2**22}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Other makers' servers do not know the checksums that boto3 adds of late.
        self.client_config = self.client_config.merge(
            Config(request_checksum_calculation="when_required", response_checksum_validation="when_required")
        )

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """A signed address, at the public name of the bucket's server where it has one."""
        if not self.public_endpoint_url:
            return str(super().url(name, parameters=parameters, expire=expire, http_method=http_method))
        asked = {**(parameters or {}), "Bucket": self.bucket_name, "Key": self.key_of(name)}
        seconds = self.querystring_expire if expire is None else expire
        signed = self._public_client.generate_presigned_url(
            "get_object", Params=asked, ExpiresIn=seconds, HttpMethod=http_method
        )
        return str(signed)

    @cached_property
    def _public_client(self) -> Any:
        with _making:
            return self._create_session().client(
                "s3", region_name=self.region_name, endpoint_url=self.public_endpoint_url, config=self.client_config
            )

    @property
    def connection(self) -> Any:
        """This thread's connection. What all have in common, the description of S3, is read once."""
        if getattr(self._connections, "connection", None) is None:
            with _making:  # a session is shared, and makes one connection at a time
                return super().connection
        return self._connections.connection

    def _create_session(self) -> Any:
        who = (self.session_profile, self.access_key, self.secret_key, self.security_token)
        if who not in _sessions:
            _sessions[who] = super()._create_session()
        return _sessions[who]

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = super().__getstate__()
        state.pop("_public_client", None)
        return state

    @property
    def client(self) -> Any:
        """This thread's client of the bucket's server."""
        return self.connection.meta.client

    def key_of(self, name: str) -> str:
        """The key in the bucket of a name here."""
        return str(self._normalize_name(name.replace("\\", "/")))

    def name_of(self, key: str) -> str:
        """The name here of a key in the bucket."""
        return key.removeprefix(f"{self.location}/") if self.location else key

    def entries(self, prefix: str = "") -> Iterator[tuple[str, int, datetime]]:
        """Name, bytes and time of every file below a prefix."""
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=self._below(prefix)):
            for found in page.get("Contents", ()):
                if not found["Key"].endswith("/"):
                    yield self.name_of(found["Key"]), found["Size"], found["LastModified"]

    def delete_below(self, prefix: str) -> None:
        """Delete every file below a prefix, a thousand in one request."""
        self.bucket.objects.filter(Prefix=self._below(prefix)).delete()

    def _below(self, prefix: str) -> str:
        path = "/".join(part for part in (self.location.strip("/"), prefix.strip("/")) if part)
        return f"{path}/" if path else ""

    def download(self, name: str, target: Path) -> None:
        """Write a file to this machine's disk, several parts at a time. Raises FileNotFoundError."""
        try:
            self.bucket.download_file(self.key_of(name), str(target), Config=self.transfer_config)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
                raise FileNotFoundError(name) from error
            raise

    def read_part(self, name: str, asked: str = "") -> Part:
        """Begin to read a file, or of it what a Range header asks for.

        Raises FileNotFoundError or NoSuchPart. A server that does not know parts gives the whole.
        """
        more = {"Range": asked} if asked else {}
        try:
            answer = self.client.get_object(Bucket=self.bucket_name, Key=self.key_of(name), **more)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if status == 416:
                raise NoSuchPart(self.size(name)) from error
            if status in (403, 404):  # without the right to list, a bucket says 403 for what is not there
                raise FileNotFoundError(name) from error
            raise
        told, length = _TOTAL.fullmatch(answer.get("ContentRange", "")), answer["ContentLength"]
        first, last, size = map(int, told.groups()) if told else (0, length - 1, length)
        return Part(first, last + 1, size, answer["ETag"], answer["LastModified"], answer["Body"])

    def unfinished(self) -> Iterator[Unfinished]:
        """The uploads in parts that have not ended."""
        pages = self.client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=self._below("")):
            for found in page.get("Uploads", ()):
                yield Unfinished(self.name_of(found["Key"]), found["UploadId"], found["Initiated"])

    def give_up(self, upload: Unfinished) -> None:
        """Throw away the parts of an upload."""
        self.client.abort_multipart_upload(
            Bucket=self.bucket_name, Key=self.key_of(upload.key), UploadId=upload.upload_id
        )

    def content_type_of(self, name: str) -> str | None:
        """What the parts of films are called over HTTP; None for what Python knows itself."""
        return {".m4s": "video/iso.segment", ".m3u8": "application/vnd.apple.mpegurl"}.get(PurePosixPath(name).suffix)

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        known = self.content_type_of(name)
        parameters: dict[str, Any] = super().get_object_parameters(name)
        return parameters | ({"ContentType": known} if known else {})
