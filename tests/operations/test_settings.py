"""A bad or missing value stops the start with one clear sentence."""

import os
import subprocess
import sys

import pytest

from tests.site import HOME

GOOD = {
    "KORPU_MODE": "production",
    "KORPU_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
    "KORPU_FIELD_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "KORPU_BASE_URL": "https://korpu.example",
    "KORPU_DATABASE_URL": "postgres://korpu:secret@127.0.0.1:5432/korpu",
    "KORPU_REDIS_URL": "redis://127.0.0.1:6379/0",
    "KORPU_MAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "KORPU_SMS_URL": "https://sms.example/send",
    "KORPU_HELP_PHONE": "+994 12 000 00 00",
}


def manage(tmp_path, *arguments, **changes):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KORPU_")}
    values = {**GOOD, "KORPU_DATA_DIR": str(tmp_path), **changes}
    environment = kept | {name: value for name, value in values.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=HOME, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KORPU_MODE", "prod", "it must be one of development, production"),
        ("KORPU_SECRET_KEY", "", "KORPU_SECRET_KEY is missing"),
        ("KORPU_SECRET_KEY", "short", "too short"),
        ("KORPU_FIELD_KEYS", "", "KORPU_FIELD_KEYS is missing"),
        ("KORPU_FIELD_KEYS", "short", "must be keys of 44 characters"),
        ("KORPU_FIELD_KEYS", "ZGV2ZWxvcG1lbnQtb25seS1ub2JvZHktcmVsaWVzISE=", "anybody knows"),
        ("KORPU_BASE_URL", "", "KORPU_BASE_URL is missing"),
        ("KORPU_BASE_URL", "http://korpu.example", "starts with https://"),
        ("KORPU_HOSTS", "*", "KORPU_HOSTS must list"),
        ("KORPU_HOSTS", "https://korpu.example", "write names of hosts alone"),
        ("KORPU_HOSTS", "korpu.example:8000", "write names of hosts alone"),
        ("KORPU_HOSTS", "korpu.example, ", "write names of hosts alone"),
        ("KORPU_HELP_PHONE", "", "KORPU_HELP_PHONE is missing"),
        ("KORPU_HELP_PHONE", "call us", "write a number to call"),
        ("KORPU_SMS_PREFIXES", "+", "must list prefixes such as +994"),
        ("KORPU_SMS_PREFIXES", "+994,Baku", "must list prefixes such as +994"),
        ("KORPU_DATABASE_URL", "postgres://", "KORPU_DATABASE_URL is not whole"),
        ("KORPU_DATABASE_URL", "postgres://korpu:secret@127.0.0.1:5432/", "KORPU_DATABASE_URL is not whole"),
        ("KORPU_DATABASE_URL", "postgres://korpu:secret@127.0.0.1:port/korpu", "its port must be a number"),
        ("KORPU_STAFF_SECOND_FACTOR", "enabled", "KORPU_STAFF_SECOND_FACTOR is “enabled”; write yes or no."),
        ("KORPU_STAFF_SECOND_FACTOR", "да", "write yes or no"),
        ("KORPU_BEHIND_PROXY", "behind", "KORPU_BEHIND_PROXY is"),
        ("KORPU_GUARDIAN_NEEDS_CALL", "ja", "KORPU_GUARDIAN_NEEDS_CALL is"),
        ("KORPU_TIME_ZONE", "Mars", "KORPU_TIME_ZONE is “Mars”"),
        ("KORPU_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("KORPU_DATABASE_URL", "", "KORPU_DATABASE_URL is missing"),
        ("KORPU_DATABASE_URL", "mysql://u:p@h/d", "KORPU_DATABASE_URL"),
        ("KORPU_DATABASE_URL", "nonsense", "KORPU_DATABASE_URL"),
        ("KORPU_REDIS_URL", "localhost", "KORPU_REDIS_URL is"),
        ("KORPU_STORAGE", "ftp", "local, s3"),
        ("KORPU_STORAGE_BEFORE", "ftp", "none, local, s3"),
        ("KORPU_FILMS_ADDRESS", "http://cdn.example", "starts with https://"),
        ("KORPU_ORIGINALS", "sometimes", "keep, ready, public"),
        ("KORPU_QUEUE", "celery", "database, redis"),
        ("KORPU_MAIL_URL", "", "KORPU_MAIL_URL is missing"),
        ("KORPU_MAIL_URL", "mailbox", "cannot be “mailbox” in production"),
        ("KORPU_MAIL_URL", "nonsense", "KORPU_MAIL_URL"),
        ("KORPU_SMS_URL", "", "KORPU_SMS_URL is missing"),
        ("KORPU_SMS_URL", "http://sms.example", "starts with https://"),
        ("KORPU_SMS_METHOD", "DELETE", "POST, PUT, GET"),
        ("KORPU_SMS_BODY", "xml", "json, form, query"),
        ("KORPU_SMS_FIELDS", "to=msisdn", "such as to=msisdn,text=body"),
        ("KORPU_SMS_FIELDS", "to;text", "name=value"),
        ("KORPU_SMS_AUTHORIZATION", "{token}", "must be a header"),
        ("KORPU_SMS_PER_NUMBER_A_DAY", "0", "from 1 to 1000"),
        ("KORPU_LANGUAGES", "az,tr", "choose from az, ru, en"),
        ("KORPU_LONGEST_FILM_SECONDS", "long", "whole number"),
        ("KORPU_LEASE_SECONDS", "1", "from 5 to 3600"),
        ("KORPU_EMERGENCY_NUMBERS", "112", "KORPU_EMERGENCY_NUMBERS"),
        ("KORPU_EMERGENCY_NUMBERS", "call me=any", "must list numbers"),
        ("KORPU_EMERGENCY_CHECKED_ON", "yesterday", "must be a day such as"),
        ("KORPU_TSA_URL", "time.example", "must be an address"),
        ("KORPU_TSA_URL", "https://time.example/", "must be a folder with the certificates"),
        ("KORPU_TSA_TIMEOUT", "0", "from 1 to 60"),
    ],
)
def test_a_bad_value_stops_the_start_in_one_sentence(tmp_path, name, value, said):
    done = manage(tmp_path, "check", **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith("Körpü cannot start: ")
    assert said in done.stderr
    assert name in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_bucket_is_needed_for_s3(tmp_path):
    done = manage(tmp_path, "check", KORPU_STORAGE="s3")
    assert done.returncode == 2
    assert "KORPU_S3_BUCKET is missing" in done.stderr


def test_a_good_production_is_clean(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr + done.stdout


def test_a_yes_or_no_left_empty_is_as_if_it_were_not_there(monkeypatch):
    from elearn.environment import yes_or_no

    for written, meant in (("", True), ("no", False), ("NO", False), ("0", False), ("yes", True), ("True", True)):
        monkeypatch.setenv("KORPU_STAFF_SECOND_FACTOR", written)
        assert yes_or_no("KORPU_STAFF_SECOND_FACTOR", True) is meant
    monkeypatch.delenv("KORPU_STAFF_SECOND_FACTOR")
    assert yes_or_no("KORPU_STAFF_SECOND_FACTOR", False) is False
