"""What an admin may wish for, and how messages are signed."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.rules import DEFAULTS, Kind, Threshold
from bot.alerts.signing import REPLAY_WINDOW, SIGNATURE_HEADER, TIMESTAMP_HEADER, is_good, key_of, signed
from bot.alerts.wishes import LIMITS, as_json, checked, from_json
from bot.errors import InvalidInput

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_wishes_come_back_as_they_were_kept() -> None:
    wishes = checked(
        {"wait": Threshold(False, 120)}, [" Ada@Example.com ", "ada@example.com"], "https://h.example/x", 3
    )
    assert wishes.recipients == ("ada@example.com",)
    assert from_json(as_json(wishes)) == wishes
    assert wishes.thresholds[Kind.CSAT] == DEFAULTS[Kind.CSAT]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_limits_as_delivered_are_possible_ones_and_others_are_refused(kind: Kind) -> None:
    low, high = LIMITS[kind]
    assert low <= DEFAULTS[kind].limit <= high
    for limit in (low / 2, high * 2):
        with pytest.raises(InvalidInput) as refused:
            checked({kind.value: Threshold(True, limit)}, [], "", 1)
        assert refused.value.field == f"thresholds.{kind}"


@pytest.mark.parametrize(
    "url",
    ["hooks.example", "ftp://h.example", "https://", "https://u:p@h.example", "https://h.example/#x", "https://h:0/",
     "https://h:99999/", "https://" + "a" * 600],
)  # fmt: skip
def test_an_address_that_can_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked({}, [], url, 1)
    assert refused.value.field == "webhook"


@pytest.mark.parametrize("recipients", [["not an address"], ["a@example.com"] * 21])
def test_addresses_that_are_none_or_too_many_are_refused(recipients: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked({}, recipients, "", 1)
    assert refused.value.field == "recipients"


def test_the_signature_is_what_the_documentation_says() -> None:
    headers = signed("secret", b'{"a":1}', NOW)
    expected = hmac.new(
        b"secret", f"{int(NOW.timestamp())}.".encode() + b'{"a":1}', hashlib.sha256
    ).hexdigest()
    assert headers == {TIMESTAMP_HEADER: str(int(NOW.timestamp())), SIGNATURE_HEADER: f"v1={expected}"}


def test_a_receiver_refuses_what_was_changed_is_old_or_is_signed_by_another() -> None:
    body, headers = b"{}", signed("secret", b"{}", NOW)
    timestamp, signature = headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]
    assert is_good("secret", body, timestamp, signature, NOW + REPLAY_WINDOW)
    assert not is_good("secret", body, timestamp, signature, NOW + REPLAY_WINDOW + timedelta(seconds=1))
    assert not is_good("secret", b"{ }", timestamp, signature, NOW)
    assert not is_good("other", body, timestamp, signature, NOW)
    assert not is_good("secret", body, str(int(timestamp) + 1), signature, NOW)
    assert not is_good("secret", body, "²", signature, NOW)
    assert not is_good("secret", body, timestamp, "v1=é", NOW)


def test_each_number_has_a_secret_of_its_own() -> None:
    assert len({key_of("installation", 1), key_of("installation", 2), key_of("other", 1)}) == 3
