"""The help center: every article is whole, none contradicts the shop's tables, and no link is dead."""

import re
from collections import defaultdict

import pytest

from kb.fact_tables import fact_tables
from kb.facts import Fact, NotListed, look_up

FACTS = {"title", "category", "tags", "answer", "questions"}
LINK = re.compile(r"\]\(/help/([^)]+)\)")


def words(text: str) -> int:
    return len(text.split())


def prose(body: str) -> str:
    """A body without its tables."""
    return "\n".join(line for line in body.splitlines() if not line.startswith("|"))


def rows(article) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The rows of an article's first table by their keys."""
    table = fact_tables(article.body)[0]
    keys = len(table.key_columns)
    return {row[:keys]: row[keys:] for row in table.rows}


def dollars(price: float) -> str:
    return f"${price:.2f}"


def test_there_are_at_least_60_articles_named_by_slugs(articles):
    assert len(articles) >= 60
    assert [name for name in articles if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_an_id_in_the_front_matter_would_be_the_file_name(articles):
    assert [a.id for a in articles.values() if a.facts.get("id", a.id) != a.id] == []


def test_every_article_has_title_category_tags_answer_and_questions(articles):
    assert {a.id: FACTS - set(a.facts) for a in articles.values() if FACTS - set(a.facts)} == {}


def test_every_article_has_11_to_24_questions(articles):
    assert {a.id: len(a.questions) for a in articles.values() if not 11 <= len(a.questions) <= 24} == {}


def test_short_answers_are_short_and_end_a_sentence(articles):
    assert {a.id: words(a.facts["answer"]) for a in articles.values() if words(a.facts["answer"]) > 70} == {}
    assert [a.id for a in articles.values() if not a.facts["answer"].endswith((".", "!", "?"))] == []


def test_bodies_are_worth_a_page_and_no_essay(articles):
    assert {
        a.id: words(a.body) for a in articles.values() if words(a.body) < 75 or words(prose(a.body)) > 300
    } == {}


def test_titles_are_unique(articles):
    assert len({article.facts["title"].lower() for article in articles.values()}) == len(articles)


def test_no_question_stands_in_two_articles(articles):
    homes = defaultdict(list)
    for article in articles.values():
        for question in article.questions:
            homes[" ".join(question.lower().strip(" ?!.").split())].append(article.id)
    assert {question: found for question, found in homes.items() if len(found) > 1} == {}


def test_links_between_articles_lead_somewhere(articles):
    dead = {
        (article.id, target)
        for article in articles.values()
        for target in LINK.findall(article.facts["answer"] + article.body)
        if target not in articles
    }
    assert dead == set()


def ways(shipping):
    """(country, method) -> the method; Alaska and Hawaii take 3 days more, and no White Glove."""
    found = {(place["name"], way["name"]): way for place in shipping for way in place["methods"]}
    for name in ("Standard", "Express"):
        home = found["United States", name]
        found["Alaska and Hawaii", name] = home | {"days": [day + 3 for day in home["days"]]}
    return found


def test_shipping_times_repeat_the_shops_table(articles, shipping):
    assert rows(articles["shipping-times"]) == {
        key: ("{} to {} days".format(*way["days"]), dollars(way["price"]))
        for key, way in ways(shipping).items()
    }


def test_shipping_costs_repeat_the_shops_table(articles, shipping):
    assert rows(articles["shipping-cost"]) == {
        key: (dollars(way["price"]), f"${way['free_from']:.0f}" if "free_from" in way else "")
        for key, way in ways(shipping).items()
    }


def test_the_countries_we_ship_to_have_the_shops_methods(articles, shipping):
    shown = {key[0]: methods for key, (methods, _) in rows(articles["shipping-countries"]).items()}
    names = {place: [method for at, method in ways(shipping) if at == place] for place, _ in ways(shipping)}
    assert shown == {place: ", ".join(methods) for place, methods in names.items()}


ASKED = [
    ("shipping-countries", "which carrier to canada", "**Canada, Carrier:** Maple Post."),
    ("shipping-times", "how long does express shipping to Canada take", "**Canada, Express:** 2 to 3 days."),
    ("shipping-times", "express to canada", "**Canada, Express:** 2 to 3 days, $34.00."),
    ("shipping-times", "standard shipping time to hawaii", "**Alaska and Hawaii, Standard:** 6 to 8 days."),
    ("shipping-cost", "how much is express to the uk", "**United Kingdom, Express:** $36.00."),
    ("return-policy", "how long can I return a sofa", "**Sofas and chairs:** 30 days."),
    ("shipping-cost", "standard to denmark, free from", "**Denmark, Standard, Free from:** $200."),
    ("warranty-terms", "warranty on a sofa frame", "**Frames of sofas, chairs, beds and desks:** 5 years."),
    ("assembly-instructions", "how long does it take to build the bed", "**Drift bed frame:** 10 minutes."),
    ("refund-timing", "when is the money back on paypal", "**PayPal:** 1 business day."),
    ("opening-hours", "showroom on sunday", "**Showroom, Portland, Sunday:** 11 a.m. to 5 p.m."),
]  # fmt: skip


@pytest.mark.parametrize(("article", "question", "said"), ASKED)
def test_the_tables_answer_what_visitors_ask(articles, article, question, said):
    found = look_up(articles[article].body, question)
    assert isinstance(found, Fact)
    assert found.answer == said


@pytest.mark.parametrize("article", ["shipping-times", "shipping-cost", "shipping-countries"])
@pytest.mark.parametrize("country", ["Japan", "Switzerland", "brazil"])
def test_a_country_the_shop_does_not_ship_to_is_told_apart(articles, article, country):
    assert isinstance(look_up(articles[article].body, f"shipping to {country}"), NotListed)


@pytest.mark.parametrize(
    ("article", "question"),
    [
        ("payment-methods", "how do I add or remove a saved card"),
        ("lighting-guide", "can I use a smart bulb"),
        ("cancellation-fee", "do I pay anything if I cancel before shipping"),
        ("cookies", "does the shop work without cookies"),
        ("warranty-terms", "what does the warranty cover"),
        ("shipping-times", "do you have next day delivery"),
        ("shipping-times", "are weekends counted as delivery days"),
        ("return-policy", "how many days do I have to return something"),
    ],
)
def test_a_question_that_names_no_row_keeps_the_short_answer(articles, article, question):
    assert look_up(articles[article].body, question) is None


def test_the_list_of_countries_is_complete(articles, shipping):
    answer = articles["shipping-countries"].facts["answer"]
    assert [place["name"] for place in shipping if place["name"] not in answer] == []


def test_the_facts_everybody_uses_are_stated(articles):
    assert "30 days" in articles["return-policy"].facts["answer"]
    assert "free from $75" in articles["shipping-cost"].facts["answer"]
    assert "2-year" in articles["warranty-terms"].facts["answer"]
    assert "5 years" in articles["warranty-terms"].facts["answer"]
    assert "help@larkwood.example" in articles["contact-us"].facts["answer"]
    assert "not a person" in articles["about-the-assistant"].facts["answer"]


def test_every_mail_address_is_the_shops_own(articles):
    found = {
        address
        for article in articles.values()
        for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", article.facts["answer"] + article.body)
    }
    assert {address for address in found if not address.endswith("@larkwood.example")} == set()
