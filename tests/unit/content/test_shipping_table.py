"""The shipping table has what the shop promises, for every country it has customers in."""

from collections import Counter

CUSTOMERS_LIVE_IN = {"US", "CA", "GB", "DE", "FR", "NL", "IT", "DK", "AU"}


def test_every_country_with_customers_is_delivered_to(shipping):
    assert {destination["country"] for destination in shipping} >= CUSTOMERS_LIVE_IN


def test_every_country_has_a_standard_and_an_express_method(shipping):
    for destination in shipping:
        names = {method["name"] for method in destination["methods"]}
        assert names >= {"Standard", "Express"}, destination["name"]


def test_days_run_from_fewest_to_most_and_prices_are_positive(shipping):
    for destination in shipping:
        for method in destination["methods"]:
            fewest, most = method["days"]
            assert 1 <= fewest <= most, (destination["name"], method["name"])
            assert method["price"] > 0, (destination["name"], method["name"])


def test_express_is_faster_and_dearer_than_standard(shipping):
    for destination in shipping:
        ways = {method["name"]: method for method in destination["methods"]}
        assert ways["Express"]["days"][1] < ways["Standard"]["days"][1], destination["name"]
        assert ways["Express"]["price"] > ways["Standard"]["price"], destination["name"]


def test_shipping_in_the_united_states_is_free_from_75_dollars(shipping):
    home = next(destination for destination in shipping if destination["country"] == "US")
    standard = next(method for method in home["methods"] if method["name"] == "Standard")
    assert standard["free_from"] == 75


def test_no_name_means_two_countries(shipping):
    names = Counter(
        name.casefold()
        for destination in shipping
        for name in (destination["country"], destination["name"], *destination.get("aliases", ()))
    )
    assert [name for name, times in names.items() if times > 1] == []
