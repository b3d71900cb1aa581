"""WooCommerce's shipping zones as countries."""

from decimal import Decimal

from bot.backoffice.delivery import ShippingMethod
from bot.backoffice.woocommerce.zones import Zone, reach

CONTINENTS = [{"code": "EU", "countries": [{"code": "DE"}, {"code": "FR"}, {"code": "DK"}]}]


def _method(kind, title, *, enabled=True, **settings):
    values = {name: {"id": name, "value": value} for name, value in settings.items()}
    return {"method_id": kind, "title": title, "enabled": enabled, "settings": values}


def _places(*codes, kind="country"):
    return [{"code": code, "type": kind} for code in codes]


FLAT = _method("flat_rate", "Parcel", cost="6.90")


def test_the_first_zone_that_fits_a_country_counts():
    zones = [
        Zone(1, _places("DE"), [FLAT]),
        Zone(2, _places("EU", kind="continent"), [_method("flat_rate", "Parcel", cost="17.90")]),
    ]
    found = reach(zones, CONTINENTS)
    assert [(one.country, one.methods[0].price) for one in found.destinations] == [
        ("DK", Decimal("17.90")),
        ("FR", Decimal("17.90")),
        ("DE", Decimal("6.90")),
    ]
    assert found.find("Germany").methods == (ShippingMethod("Parcel", None, Decimal("6.90")),)
    assert found.find("CA") is None


def test_zones_for_a_part_of_a_country_do_not_speak_for_all_of_it():
    zones = [
        Zone(1, _places("US:CA", kind="state"), [FLAT]),
        Zone(2, [*_places("US"), {"code": "972*", "type": "postcode"}], [FLAT]),
    ]
    assert reach(zones, []).destinations == ()


def test_the_rest_of_the_world_is_delivered_to_when_it_has_a_method():
    found = reach(
        [Zone(0, [], [_method("flat_rate", "World", cost="40")]), Zone(1, _places("DE"), [FLAT])], []
    )
    assert [one.country for one in found.destinations] == ["DE"]
    assert found.find("japan").methods[0].price == 40
    assert found.find("de").methods[0].price == Decimal("6.90")
    assert found.find("Atlantis") is None
    assert reach([Zone(0, [], [])], []).find("japan") is None


def test_free_shipping_from_an_amount_is_said_of_the_cheapest_way():
    methods = [
        _method("flat_rate", "Express", cost="19.90"),
        FLAT,
        _method("free_shipping", "Free", requires="min_amount", min_amount="75"),
    ]
    ways = reach([Zone(1, _places("DE"), methods)], []).find("DE").methods
    assert [(way.name, way.free_from) for way in ways] == [("Express", None), ("Parcel", Decimal("75.00"))]


def test_shipping_that_is_always_free_is_a_way_of_its_own():
    ways = reach([Zone(1, _places("DE"), [_method("free_shipping", "Free")])], []).find("DE").methods
    assert ways == (ShippingMethod("Free", None, Decimal(0)),)


def test_what_depends_on_the_cart_is_switched_off_or_is_picked_up_is_left_out():
    methods = [
        _method("flat_rate", "By weight", cost="10.00 * [qty]"),
        _method("flat_rate", "Old", enabled=False, cost="1"),
        _method("local_pickup", "Pickup", cost="0"),
        _method("free_shipping", "With a coupon", requires="coupon"),
    ]
    assert reach([Zone(1, _places("DE"), methods)], []).destinations == ()
