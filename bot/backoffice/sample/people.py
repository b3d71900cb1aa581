"""The people of the sample shop: own name lists, and the few customers that the documentation speaks of."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.backoffice.customers import Address, Customer
from bot.backoffice.orders import OrderStatus


@dataclass(frozen=True)
class DemoCustomer:
    """A customer to try things with: order `order` is in state `status`, of `skus` where it matters."""

    name: str
    email: str
    tier: str
    order: str
    status: OrderStatus
    address: Address
    what_for: str
    skus: tuple[str, ...] = ()


DEMO_CUSTOMERS = (
    DemoCustomer(
        "Ada Moreno",
        "ada.moreno@example.com",
        "gold",
        "10045",
        OrderStatus.SHIPPED,
        Address("412 Alder Street", "Portland", "97205", "US", region="OR"),
        "a made-to-order table on its way, and a Plus membership; change the address, stop the renewal",
        ("LW-TABLE-D",),
    ),
    DemoCustomer(
        "Ben Okafor",
        "ben.okafor@example.com",
        "standard",
        "10591",
        OrderStatus.PAID,
        Address("88 King Street West", "Toronto", "M5H 1J8", "CA", line2="Unit 1204", region="ON"),
        "an order that is not packed yet: change, redirect or cancel it; ask about shipping to Canada",
    ),
    DemoCustomer(
        "Clara Vogt",
        "clara.vogt@example.com",
        "silver",
        "10412",
        OrderStatus.DELIVERED,
        Address("Lindenallee 17", "Leipzig", "04109", "DE"),
        "a delivered order within the 30 days for returns, charged twice",
    ),
    DemoCustomer(
        "Dev Sharma",
        "dev.sharma@example.com",
        "standard",
        "10230",
        OrderStatus.REFUNDED,
        Address("5 Mill Lane", "Bristol", "BS1 4QA", "GB"),
        "a returned order whose money went back; forgot the password",
    ),
    DemoCustomer(
        "Elin Sorensen",
        "elin.sorensen@example.com",
        "standard",
        "10150",
        OrderStatus.CANCELLED,
        Address("Havnegade 23", "Aarhus", "8000", "DK"),
        "a cancelled order; stop the newsletter, delete the account",
    ),
    DemoCustomer(
        "Farid Haddad",
        "farid.haddad@example.com",
        "standard",
        "10594",
        OrderStatus.PAID,
        Address("2210 Juniper Road", "Denver", "80211", "US", region="CO"),
        "a made-to-order table, ordered within the 48 hours in which cancelling it is free",
        ("LW-TABLE-D",),
    ),
    DemoCustomer(
        "Greta Lindholm",
        "greta.lindholm@example.com",
        "silver",
        "10560",
        OrderStatus.PAID,
        Address("31 Orchard Lane", "Madison", "53703", "US", region="WI"),
        "a made-to-order table that is being built: cancelling it costs 20 %",
        ("LW-TABLE-D",),
    ),
    DemoCustomer(
        "Hugh Marsh",
        "hugh.marsh@example.com",
        "standard",
        "10597",
        OrderStatus.PLACED,
        Address("7 Canal Street", "Leeds", "LS1 4AG", "GB"),
        "an order too large for the bot to cancel, whose payment failed twice at first",
        ("LW-SOFA-3", "LW-BED-Q"),
    ),
)
"""One customer for each thing worth trying; shown on the sample shop's account page."""

# fmt: off
_FIRST = (
    "Alma", "Amir", "Anneke", "Astrid", "Bruno", "Camille", "Carlo", "Celia", "Daan", "Daria", "Edgar",
    "Elsa", "Emre", "Esther", "Fabian", "Femke", "Finn", "Freya", "Gita", "Gwen", "Hana", "Hugo",
    "Ines", "Ivo", "Jonas", "Joy", "Kai", "Karin", "Lars", "Leila", "Luca", "Lucy", "Maeve", "Malik",
    "Marta", "Mila", "Nadia", "Nils", "Noor", "Odile", "Olga", "Omar", "Oscar", "Paula", "Pieter",
    "Priya", "Quentin", "Rafael", "Rosa", "Ruben", "Saskia", "Silas", "Simone", "Sven", "Tamsin",
    "Theo", "Uma", "Vera", "Victor", "Wanda", "Willem", "Yara", "Yusuf", "Zoe",
)
_LAST = (
    "Abbott", "Almeida", "Bakker", "Barlow", "Becker", "Bianchi", "Bisset", "Brandt", "Calder",
    "Castell", "Conti", "Corrigan", "Dahl", "Dekker", "Duval", "Eklund", "Falk", "Ferrand", "Fonseca",
    "Galloway", "Garnier", "Hartley", "Hollis", "Ibarra", "Jansen", "Keller", "Kerrigan", "Kimura",
    "Kowal", "Lachance", "Lindqvist", "Lombardi", "Marchetti", "Mercer", "Moretti", "Nakamura", "Novak",
    "Osei", "Pascal", "Pembroke", "Petit", "Quist", "Rahman", "Ricci", "Rosen", "Salgado", "Schaefer",
    "Sinclair", "Soares", "Tanaka", "Thorne", "Ullman", "Vance", "Verhoeven", "Voss", "Wagner",
    "Wexler", "Winther", "Yilmaz", "Zeller",
)
# fmt: on
_STREETS = {
    "US": ("Cedar Avenue", "Maple Street", "Juniper Road", "Harbor Drive", "Orchard Lane", "Canyon Road"),
    "CA": ("Birch Crescent", "Lakeshore Road", "Queen Street", "Spruce Avenue"),
    "GB": ("Church Lane", "Station Road", "Rowan Close", "Canal Street"),
    "DE": ("Gartenstrasse", "Bergweg", "Uferstrasse", "Kastanienallee"),
    "FR": ("rue des Tilleuls", "rue du Moulin", "avenue de la Gare", "quai des Peupliers"),
    "NL": ("Molenweg", "Dorpsstraat", "Wilgenlaan", "Havenkade"),
    "IT": ("via dei Pini", "via Garofalo", "corso Mulino", "via della Fonte"),
    "DK": ("Skovvej", "Strandgade", "Engvej", "Kirkebakken"),
    "AU": ("Wattle Street", "Ridge Road", "Bayview Terrace", "Banksia Court"),
}
# (city, region, what its postal codes begin with, how many digits follow)
_CITIES = {
    "US": (
        ("Portland", "OR", "972", 2),
        ("Denver", "CO", "802", 2),
        ("Austin", "TX", "787", 2),
        ("Boston", "MA", "021", 2),
        ("Madison", "WI", "537", 2),
    ),
    "CA": (("Toronto", "ON", "M4K 1A", 1), ("Calgary", "AB", "T2P 2B", 1), ("Halifax", "NS", "B3H 4R", 1)),
    "GB": (("Leeds", "", "LS1 4A", 0), ("Norwich", "", "NR2 1B", 0), ("Cardiff", "", "CF10 2H", 0)),
    "DE": (("Hamburg", "", "203", 2), ("Kassel", "", "341", 2), ("Mainz", "", "551", 2)),
    "FR": (("Nantes", "", "440", 2), ("Lyon", "", "690", 2), ("Lille", "", "590", 2)),
    "NL": (("Utrecht", "", "35", 2), ("Groningen", "", "97", 2)),
    "IT": (("Bologna", "BO", "401", 2), ("Torino", "TO", "101", 2)),
    "DK": (("Odense", "", "50", 2), ("Aalborg", "", "90", 2)),
    "AU": (("Hobart", "TAS", "70", 2), ("Perth", "WA", "60", 2)),
}
_COUNTRIES = ("US",) * 12 + ("CA", "GB", "DE", "FR", "NL", "IT", "DK", "AU")
_NUMBER_LAST = frozenset({"DE", "NL", "IT", "DK"})


def make_customers(rng: random.Random, count: int, now: datetime) -> list[Customer]:
    """`count` customers, the demo customers first; names and addresses differ."""
    made = [_demo(number, demo, now) for number, demo in enumerate(DEMO_CUSTOMERS, start=1001)]
    taken = {customer.name for customer in made}
    while len(made) < count:
        name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        if name not in taken:
            taken.add(name)
            made.append(_customer(rng, 1001 + len(made), name, now))
    return made


def _demo(number: int, demo: DemoCustomer, now: datetime) -> Customer:
    since = now - timedelta(days=900 - number % 100 * 60)
    return Customer(f"C{number}", demo.name, demo.email, _phone(number), demo.tier, since, demo.address)


def _customer(rng: random.Random, number: int, name: str, now: datetime) -> Customer:
    tier = rng.choices(("standard", "silver", "gold"), weights=(75, 18, 7))[0]
    since = now - timedelta(days=rng.randint(50, 1500), minutes=rng.randint(0, 1440))
    email = name.lower().replace(" ", ".") + "@example.com"
    return Customer(f"C{number}", name, email, _phone(number), tier, since, _make_address(rng))


def _make_address(rng: random.Random) -> Address:
    country = rng.choice(_COUNTRIES)
    street, house = rng.choice(_STREETS[country]), rng.randint(1, 240)
    city, region, prefix, digits = rng.choice(_CITIES[country])
    tail = "".join(str(rng.randint(0, 9)) for _ in range(digits))
    if country == "GB":
        tail = rng.choice("BDEFGHJL")
    elif country == "NL":
        tail += " " + "".join(rng.choice("BCDEGHKL") for _ in range(2))
    line1 = f"{street} {house}" if country in _NUMBER_LAST else f"{house} {street}"
    return Address(line1, city, prefix + tail, country, region=region)


def _phone(number: int) -> str:
    # 555-0100 to 555-0199 are kept free for stories.
    return f"+1 503 555 01{number % 100:02d}"
