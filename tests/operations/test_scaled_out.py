"""The same code on PostgreSQL, Redis and S3, by environment variables alone; `tests.postgres` runs the first."""

import json
import os
import subprocess
import sys

import pytest

from tests import servers
from tests.conftest import packaged_clip
from tests.site import HOME


@pytest.fixture
def environment(tmp_path):
    with servers.redis() as redis, servers.s3(tmp_path / "s3", "korpu") as s3:
        yield {
            **os.environ,
            "KORPU_DATA_DIR": str(tmp_path / "data"),
            "KORPU_DATABASE_URL": os.environ["KORPU_TESTS_SCALED"],
            "KORPU_REDIS_URL": redis,
            "KORPU_QUEUE": "redis",
            "KORPU_STORAGE": "s3",
            "KORPU_S3_BUCKET": "korpu",
            "KORPU_S3_ENDPOINT": s3,
            "KORPU_S3_ACCESS_KEY": servers.S3_KEY,
            "KORPU_S3_SECRET_KEY": servers.S3_SECRET,
            "KORPU_S3_REGION": "us-east-1",
        }


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=HOME, env=environment, capture_output=True, text=True, timeout=180,
    )  # fmt: skip


SEND = """
from elearn.people import api as people
from elearn.notices import api as notices
someone = people.create_person("Nərgiz", language="az", email="nergiz@scaled.example")
notices.tell(someone, "enrolled", key="scaled", facts={"course": "Toxuculuq", "address": "/", "teacher": ""})
"""
SENT = "from elearn.notices.models import Notice; print(Notice.objects.get(key='scaled').state)"


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.skipif("KORPU_TESTS_SCALED" not in os.environ, reason="needs the server that tests.postgres starts")
def test_the_whole_job_and_the_queue_on_real_servers(environment):
    prepared = manage(environment, "prepare")
    assert prepared.returncode == 0, prepared.stderr
    checked = manage(environment, "selfcheck", "--clip", str(packaged_clip()), "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout)["passed"]

    assert manage(environment, "shell", "-c", SEND).returncode == 0
    worked = manage(environment, "work", "--queue", "quick", "--until-empty")
    assert worked.returncode == 0, worked.stderr
    assert manage(environment, "shell", "-c", SENT).stdout.strip().endswith("sent")
