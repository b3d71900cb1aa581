"""What messages name, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities import CountryNames, entities_of
from kb.countries import country_names

SHIPPING = [
    {"country": "CA", "name": "Canada", "aliases": ["canadian", "toronto"]},
    {"country": "GB", "name": "United Kingdom", "aliases": ["uk", "northern ireland", "england"]},
    {"country": "NL", "name": "Netherlands", "aliases": ["the netherlands", "holland"]},
    {"country": "IE", "name": "Ireland"},
    {"country": "US", "name": "United States", "aliases": ["usa", "u.s."]},
]
COUNTRIES = CountryNames(country_names(SHIPPING))


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.value) for entity in entities_of(text, COUNTRIES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10045", [("order_number", "10045")]),
        ("#10045", [("order_number", "10045")]),
        ("where is order 10045?", [("order_number", "10045")]),
        ("order number: 10045.", [("order_number", "10045")]),
        ("order no. 10045 and 10046", [("order_number", "10045"), ("order_number", "10046")]),
        ("its Ada.Lovelace+shop@Mail.Example.com", [("email", "ada.lovelace+shop@mail.example.com")]),
        ("mail ada10045@example.org please", [("email", "ada10045@example.org")]),
        ("shipping to canada", [("country", "CA")]),
        ("my canadian friend", [("country", "CA")]),
        ("do you ship to the Netherlands?", [("country", "NL")]),
        ("to the UK or uk", [("country", "GB"), ("country", "GB")]),
        ("northern ireland", [("country", "GB")]),
        ("in the U.S. only", [("country", "US")]),
        ("do you ship to Japan", [("country", "JP")]),
        ("123456", [("code", "123456")]),
        ("the code is 123 456", [("code", "123456")]),
        ("a 900 dollar mirror", [("amount", "900.00")]),
        ("$1,240.50 was charged", [("amount", "1240.50")]),
        ("£20 or 30 euros", [("amount", "20.00"), ("amount", "30.00")]),
        ("a budget of $5k", [("amount", "5000.00")]),
        ("I need 40 desks for our new office", [("quantity", "40")]),
        ("40 standing desks", [("quantity", "40")]),
        ("1,200 chairs", [("quantity", "1200")]),
        ("two dozen chairs", [("quantity", "24")]),
        ("table for 12 people", [("quantity", "12")]),
        ("call me at (503) 555-0142", [("phone", "5035550142")]),
        ("+49 171 555 0123", [("phone", "+491715550123")]),
    ],
)
def test_what_is_named_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tell us about it",
        "i paid it in full",
        "5 Elm Street, Portland OR 97205",
        "10045 Oak Hill Road",
        "zip 97205",
        "within 30 days",
        "after 3 weeks",
        "a 120 inches wide sofa",
        "100045678",
        "13.5",
        "10045abc",
        "ada@",
        "is it 50% off",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_money_is_no_order_number() -> None:
    assert found("$10045") == [("amount", "10045.00")]
    assert found("10045 dollars") == [("amount", "10045.00")]


def test_an_address_with_a_postcode_and_an_order_number_keeps_them_apart() -> None:
    assert found("order 10045 goes to 5 Elm St, Salem OR 97301") == [("order_number", "10045")]


def test_without_countries_none_is_found() -> None:
    assert entities_of("canada", CountryNames({})) == ()


MESSY = st.text(alphabet="ab1059 #$€@.,-+()\n", max_size=40) | st.text(max_size=40)


@given(MESSY)
@settings(max_examples=300, deadline=None)
def test_entities_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for entity in entities_of(text, COUNTRIES):
        assert end <= entity.start < entity.end <= len(text)
        assert entity.value
        end = entity.end


@given(st.integers(10000, 99999), st.sampled_from(["order {}", "#{}", "order #{} please", "its {}", "{}"]))
@settings(deadline=None)
def test_every_order_number_is_found_however_it_is_given(number: int, sentence: str) -> None:
    assert found(sentence.format(number)) == [("order_number", str(number))]


@given(st.integers(0, 999999))
@settings(deadline=None)
def test_every_six_digits_are_a_code(number: int) -> None:
    assert found(f"my code is {number:06d}") == [("code", f"{number:06d}")]


@given(st.floats(1, 99999), st.sampled_from(["${:,.2f}", "{:.2f} dollars", "{:,.2f} usd"]))
@settings(deadline=None)
def test_every_amount_is_found_to_the_cent(amount: float, form: str) -> None:
    assert found("i paid " + form.format(amount)) == [("amount", f"{amount:.2f}")]


@given(st.emails(domains=st.just("example.org")).filter(lambda e: e.split("@")[0].replace(".", "").isalnum()))
@settings(deadline=None)
def test_every_plain_email_address_is_found(address: str) -> None:
    assert found(f"write to {address} please") == [("email", address.lower())]
