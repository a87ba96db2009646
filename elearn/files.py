"""Where files lie: on this machine's disk or in S3, chosen by one word; while they are moved, read from both."""

from typing import Any
from urllib.parse import urlsplit

from elearn import environment
from elearn.environment import env

KINDS = ("local", "s3")
PREFIXES = {
    # Pictures that everyone may see.
    "default": "public",
    # Films, pieces and uploads: only through signed addresses.
    "films": "films",
    # Certificates and other papers: only through views.
    "papers": "papers",
    # What learners made, voices, and pictures of certificates' designs: only through views.
    "works": "works",
    # Files that came with questions to counsellors, encrypted: only through a view that asks whose they are.
    "cases": "cases",
}
# A public address of the bucket's server, when it is reached by another one from here.
S3_ADDRESS = "KORPU_S3_ADDRESS"

Backend = dict[str, Any]


def s3(prefix: str) -> Backend:
    """The part of the bucket below a prefix, as in STORAGES. Everything in it is private."""
    return {
        "BACKEND": "media_pipeline.s3.Bucket",
        "OPTIONS": {
            "bucket_name": environment.needed(
                "KORPU_S3_BUCKET", why="the bucket that keeps films", production=True, default=""
            ),
            "endpoint_url": _s3_address("KORPU_S3_ENDPOINT"),
            "public_endpoint_url": _s3_address(S3_ADDRESS),
            "access_key": env.str("KORPU_S3_ACCESS_KEY", None),
            "secret_key": env.str("KORPU_S3_SECRET_KEY", None),
            "region_name": env.str("KORPU_S3_REGION", None),
            # "path" is https://server/bucket/key, which servers of one's own often need.
            "addressing_style": environment.choice("KORPU_S3_ADDRESSING", "auto", ("auto", "path", "virtual")),
            "location": prefix,
            "file_overwrite": True,
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 3600,
            "signature_version": "s3v4",
        },
    }


def _s3_address(name: str) -> str | None:
    value: str = env.str(name, "").strip()
    return environment.address(name, value, ("http", "https")) if value else None


def local(prefix: str) -> Backend:
    """A folder of the data directory, as in STORAGES."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(data_dir("media", prefix)),
            "base_url": f"/media/{prefix}/",
            "allow_overwrite": True,
        },
    }


def data_dir(*parts: str) -> str:
    """A place in the data directory."""
    root = env.path("KORPU_DATA_DIR", default=str(environment.HOME / ".data"))
    return str(root(*parts))


def backend(kind: str, prefix: str) -> Backend:
    """One storage of a kind, whichever is in use."""
    return s3(prefix) if kind == "s3" else local(prefix)


def backends(kind: str, before: str) -> dict[str, Backend]:
    """All storages, as in STORAGES; with `before`, what has not been moved yet is read from there."""
    return {alias: _one(kind, before, prefix) for alias, prefix in PREFIXES.items()}


def _one(kind: str, before: str, prefix: str) -> Backend:
    now = backend(kind, prefix)
    if before in ("none", kind):
        return now
    options = {"now": now, "before": backend(before, prefix)}
    return {"BACKEND": "media_pipeline.fallback.FallingBack", "OPTIONS": options}


def s3_origins(kinds: set[str]) -> list[str]:
    """Where browsers meet the bucket, for the content security policy."""
    if "s3" not in kinds:
        return []
    options = s3("")["OPTIONS"]
    server = options["public_endpoint_url"] or options["endpoint_url"]
    bucket, region = options["bucket_name"], options["region_name"]
    if not server:
        hosts = ["s3.amazonaws.com", *([f"s3.{region}.amazonaws.com"] if region else [])]
        return [f"https://{name}" for host in hosts for name in (f"{bucket}.{host}", host)]
    parts = urlsplit(server)
    plain = f"{parts.scheme}://{parts.netloc}"
    style = options["addressing_style"]
    return [plain] if style == "path" else [plain, f"{parts.scheme}://{bucket}.{parts.netloc}"]
