"""`firstline doctor` looks at the systems of others that are set up, and names the setting that is wrong."""

from pathlib import Path

import pytest

from bot.bootstrap import Firstline
from bot.operate import doctor
from bot.settings import load_settings


def look(tmp_path: Path, name: str, **settings: object) -> doctor.Finding:
    firstline = Firstline(load_settings(data_dir=tmp_path, **settings))
    looked = {
        "Answers by mail": doctor._answers_by_mail,
        "Desk": doctor._desk,
        "Company sign-in": doctor._company,
    }[name]
    try:
        return doctor._look(firstline, name, "remedy", looked)
    finally:
        firstline.close()


@pytest.mark.parametrize(
    ("name", "says"),
    [("Answers by mail", "not set up"), ("Desk", "our own"), ("Company sign-in", "not set up")],
)
def test_what_is_not_set_up_is_no_fault(tmp_path: Path, name: str, says: str) -> None:
    found = look(tmp_path, name)
    assert found.ok
    assert says in found.detail


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("Answers by mail", {"imap_url": "imap://kim:secret@127.0.0.1:1"}),
        (
            "Desk",
            {
                "desk": "chatwoot",
                "chatwoot_url": "http://127.0.0.1:1",
                "chatwoot_token": "secret",
                "chatwoot_webhook_secret": "secret",
            },
        ),
        (
            "Company sign-in",
            {
                "oidc_issuer": "http://127.0.0.1:1",
                "oidc_client_id": "x",
                "oidc_client_secret": "secret",
            },
        ),
    ],
)
def test_what_does_not_answer_is_said_without_secrets(tmp_path: Path, name: str, settings: dict) -> None:
    found = look(tmp_path, name, **settings)
    assert not found.ok
    assert "secret" not in found.detail


def test_mail_that_came_in_is_counted(tmp_path: Path) -> None:
    found = look(tmp_path, "Answers by mail", mail_listen="smtp://127.0.0.1:8025")
    assert "none came in" in found.detail
