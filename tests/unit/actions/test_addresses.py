"""Reading addresses out of what visitors write."""

import pytest

from actions.addresses import read_address, read_place

COUNTRIES = {
    "united states": "US", "usa": "US", "us": "US", "canada": "CA", "germany": "DE", "france": "FR",
    "uk": "GB", "united kingdom": "GB",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i moved, new adress is 5 elm st, portland", {"street": "5 Elm St", "city": "Portland"}),
        (
            "I moved to 12 Oak Avenue, Portland, OR 97205, USA",
            {
                "street": "12 Oak Avenue", "city": "Portland", "region": "OR", "postal_code": "97205",
                "country": "US",
            },
        ),
        (
            "Hauptstraße 5, 10115 Berlin, Germany",
            {"street": "Hauptstraße 5", "city": "Berlin", "postal_code": "10115", "country": "DE"},
        ),
        (
            "my new address: 221B Baker Street, London NW1 6XE, UK",
            {"street": "221B Baker Street", "city": "London", "postal_code": "NW1 6XE", "country": "GB"},
        ),
        (
            "22 rue de Rivoli, 75001 Paris, France",
            {"street": "22 rue de Rivoli", "city": "Paris", "postal_code": "75001", "country": "FR"},
        ),
        (
            "change address to 10 King St W, Toronto, ON M5H 1A1, Canada please",
            {
                "street": "10 King St W", "city": "Toronto", "region": "ON", "postal_code": "M5H 1A1",
                "country": "CA",
            },
        ),
        ("5 elm st", {"street": "5 Elm St"}),
        (
            "12 Main Street, Apt 4, Springfield, IL 62704",
            {
                "street": "12 Main Street, Apt 4", "city": "Springfield", "region": "IL",
                "postal_code": "62704", "country": "US",
            },
        ),
        (
            "Flat 2, 10 Mill Lane, Bristol BS1 4QA, UK",
            {
                "street": "10 Mill Lane, Flat 2", "city": "Bristol", "postal_code": "BS1 4QA",
                "country": "GB",
            },
        ),
    ],
)  # fmt: skip
def test_what_an_address_names_is_taken(text: str, parts: dict[str, str]) -> None:
    assert read_address(text, COUNTRIES).named() == parts


@pytest.mark.parametrize(
    "text",
    [
        "I want to change my address",
        "how do i change my address?",
        "please change my address for order 10045",
        "we moved 3 weeks ago",
        "I moved 2 days ago to Boston",
        "I've moved house, how do I update it",
        "",
        "12345",
        ",,,",
    ],
)
def test_what_names_no_street_is_no_address(text: str) -> None:
    assert read_address(text, COUNTRIES).named() == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Portland", {"city": "Portland"}),
        (
            "portland, OR 97205",
            {"city": "Portland", "region": "OR", "postal_code": "97205", "country": "US"},
        ),
        ("97205", {"postal_code": "97205"}),
        ("10115 Berlin", {"city": "Berlin", "postal_code": "10115"}),
        ("Berlin, Germany", {"city": "Berlin", "country": "DE"}),
    ],
)
def test_a_place_is_read_in_any_order(text: str, parts: dict[str, str]) -> None:
    found = read_place([part.strip() for part in text.split(",")], COUNTRIES)
    assert {name: value for name, value in found.items() if value} == parts


def test_a_text_of_some_length_is_neither_street_nor_city() -> None:
    assert read_address("5 " + "Elm " * 60 + "St, Portland", COUNTRIES).named() == {}
    assert read_address("5 Elm St, " + ", ".join(["apt 4"] * 40), COUNTRIES).named() == {}
    assert read_place(["x" * 400, "97205", "Portland"], COUNTRIES)["city"] == "Portland"


def test_an_address_to_send_something_to_is_read_from_the_request() -> None:
    found = read_address(
        "can you send it to 5 Elm Street, Portland, OR 97205, USA instead? i moved.", COUNTRIES
    )
    assert (found.street, found.city, found.postal_code, found.country) == (
        "5 Elm Street",
        "Portland",
        "97205",
        "US",
    )
