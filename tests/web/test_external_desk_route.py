"""The webhook of another desk: closed where none is set up, and to whoever doesn't sign."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from bot.errors import SettingsError
from bot.settings import load_settings
from bot.web.app import create_app
from tests.contract.external.chatwoot_server import ACCOUNT, SECRET, signed
from tests.web.conftest import Clock, ScriptedDialogue

WEBHOOK = "/api/v1/external-desk/chatwoot"


@pytest.fixture
def connected(tmp_path: Path, seeded: Path, clock: Clock, dialogue: ScriptedDialogue) -> Iterator[TestClient]:
    settings = load_settings(
        data_dir=shutil.copytree(seeded, tmp_path / "var"),
        desk="chatwoot",
        chatwoot_url="http://127.0.0.1:1",
        chatwoot_account=ACCOUNT,
        chatwoot_token="t",
        chatwoot_webhook_secret=SECRET,
    )
    made = Firstline(settings, clock)
    made.__dict__.update(dialogue=dialogue, understander=None)
    with TestClient(create_app(made.parts), base_url="http://127.0.0.1:8000") as client:
        yield client
    made.close()


def test_without_another_desk_there_is_no_webhook(app: TestClient) -> None:
    assert app.post(WEBHOOK, content=b"{}").status_code == 404


def test_a_signed_call_is_taken_and_any_other_refused(connected: TestClient, clock: Clock) -> None:
    raw = json.dumps({"event": "webwidget_triggered", "account": {"id": ACCOUNT}}).encode()
    assert connected.post(WEBHOOK, content=raw, headers=signed(raw, clock())).status_code == 200
    assert connected.post(WEBHOOK, content=raw, params={"token": SECRET}).status_code == 200
    assert connected.post(WEBHOOK, content=raw).status_code == 403
    assert connected.post(WEBHOOK, content=raw + b" ", headers=signed(raw, clock())).status_code == 403
    other = json.dumps({"event": "message_created", "account": {"id": ACCOUNT + 1}}).encode()
    assert connected.post(WEBHOOK, content=other, headers=signed(other, clock())).status_code == 403


def test_what_cannot_be_read_or_is_too_large_is_refused(connected: TestClient, clock: Clock) -> None:
    assert connected.post(WEBHOOK, content=b"x", headers=signed(b"x", clock())).status_code == 422
    assert connected.post(WEBHOOK, content=b"x" * 1_100_000).status_code == 422


@pytest.mark.parametrize("missing", ["chatwoot_url", "chatwoot_token", "chatwoot_webhook_secret"])
def test_a_setting_that_is_missing_is_named_at_start(missing: str) -> None:
    given = {
        "chatwoot_url": "https://desk.example",
        "chatwoot_token": "t",
        "chatwoot_webhook_secret": "s",
    }
    del given[missing]
    with pytest.raises(SettingsError, match=f"FIRSTLINE_{missing.upper()}"):
        load_settings(desk="chatwoot", **given)
