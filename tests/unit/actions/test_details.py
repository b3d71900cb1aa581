"""Names, e-mail addresses and phone numbers as visitors write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.details import (
    EMAIL,
    NAME,
    PHONE,
    NamedName,
    details_in,
    name_in,
    new_email_in,
    phone_in,
    valid_email,
    valid_name,
)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("change my name to Jane Miller", [NAME]),
        ("i got married", [NAME]),
        ("change username", [NAME]),
        ("i want to change my email", [EMAIL]),
        ("switch ada@example.com to ada.new@example.org", [EMAIL]),
        ("wrong phone number on file", [PHONE]),
        ("since the wedding i have another last name and also a new phone", [NAME, PHONE]),
        ("my e-mail is ada@example.com, change my phone", [PHONE]),
        ("update my account details", []),
    ],
)
def test_what_is_to_change_is_read_from_the_words(text: str, details: list[str]) -> None:
    assert details_in(text) == details


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("change it from ada@example.com to Ada.New@example.org", "ada.new@example.org"),
        ("my new email is ada.new@example.org", "ada.new@example.org"),
        ("my e-mail is ada@example.com", None),
        ("ada@example.com", None),
    ],
)
def test_a_new_address_is_told_from_the_one_they_have(text: str, email: str | None) -> None:
    assert new_email_in(text) == email


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("change my name to jane miller please", NamedName("Jane Miller")),
        ("my last name is now O’Neil-Smith", NamedName("O’Neil-Smith", last=True)),
        ("my surname should be Ortega and my phone changed", NamedName("Ortega", last=True)),
        ("my last name changed", None),
        ("change my name", None),
    ],
)
def test_a_new_name_is_read_from_the_words(text: str, name: NamedName | None) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize("text", ["José Ángel de la Cruz", "Anne-Marie O'Neil", "Dr. Åsa Ström", "李 小龍"])
def test_names_of_all_kinds_stay_as_they_are_written(text: str) -> None:
    assert valid_name(text) == text
    assert valid_name(f"it's {text}.") == text


@pytest.mark.parametrize(
    "text", ["", "J", "12 Elm St", "ada@example.com", "<b>Ada</b>", "...", "a " * 60, "Ada\x00Moreno"]
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert valid_name(text) is None


@given(st.text(max_size=300))
def test_a_name_that_is_taken_holds_letters_only_and_is_taken_again_as_it_is(text: str) -> None:
    name = valid_name(text)
    if name is not None:
        assert 2 <= len(name) <= 100
        assert not any(one.isdigit() or one in "<>@/\\\n\t\x00" for one in name)
        assert name == " ".join(name.split())


@given(st.emails())
def test_an_address_that_is_taken_has_one_form(email: str) -> None:
    found = valid_email(email)
    assert found is None or (found == valid_email(found) and found == found.lower() and "@" in found)


@pytest.mark.parametrize("text", ["a@b", "a..b@example.org", "ada@", "@example.com", "ada example.com", ""])
def test_what_mail_cannot_go_to_is_no_address(text: str) -> None:
    assert valid_email(text) is None


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("503 555 0142", "US", "+1 503-555-0142"),
        ("it's (503) 555-0142 now", "US", "+1 503-555-0142"),
        ("0171 2345678", "DE", "+49 171 2345678"),
        ("+44 20 7946 0958", "US", "+44 20 7946 0958"),
        ("503 555 0142", None, None),
        ("12345", "US", None),
        ("order 10045", "US", None),
        ("", "US", None),
    ],
)
def test_a_phone_number_is_read_by_the_rules_of_its_country(
    text: str, region: str | None, phone: str | None
) -> None:
    assert phone_in(text, region) == phone


@given(st.text(max_size=100), st.sampled_from(["US", "DE", "GB", None]))
def test_a_phone_number_that_is_taken_is_taken_again_as_it_is(text: str, region: str | None) -> None:
    phone = phone_in(text, region)
    assert phone is None or (phone.startswith("+") and phone_in(phone) == phone)
