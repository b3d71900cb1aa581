"""The help center: every article is whole, none contradicts the shop's tables, and no link is dead."""

import re
from collections import defaultdict

FACTS = {"title", "category", "tags", "answer", "questions"}
LINK = re.compile(r"\]\(/help/([^)]+)\)")


def words(text: str) -> int:
    return len(text.split())


def table(article) -> dict[str, list[str]]:
    """The rows of an article's first table by their first cell."""
    rows = [line.strip("|").split("|") for line in article.body.splitlines() if line.startswith("|")]
    return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows[2:]}


def dollars(price: float) -> str:
    return f"${price:.2f}"


def test_there_are_at_least_60_articles_named_by_slugs(articles):
    assert len(articles) >= 60
    assert [name for name in articles if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_an_id_in_the_front_matter_would_be_the_file_name(articles):
    assert [a.id for a in articles.values() if a.facts.get("id", a.id) != a.id] == []


def test_every_article_has_title_category_tags_answer_and_questions(articles):
    assert {a.id: FACTS - set(a.facts) for a in articles.values() if FACTS - set(a.facts)} == {}


def test_every_article_has_5_to_12_questions(articles):
    assert {a.id: len(a.questions) for a in articles.values() if not 5 <= len(a.questions) <= 12} == {}


def test_short_answers_are_short_and_end_a_sentence(articles):
    assert {a.id: words(a.facts["answer"]) for a in articles.values() if words(a.facts["answer"]) > 70} == {}
    assert [a.id for a in articles.values() if not a.facts["answer"].endswith((".", "!", "?"))] == []


def test_bodies_are_worth_a_page_and_no_essay(articles):
    assert {a.id: words(a.body) for a in articles.values() if not 75 <= words(a.body) <= 300} == {}


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


def test_shipping_times_repeat_the_shops_table(articles, shipping):
    shown = table(articles["shipping-times"])
    for destination in shipping:
        days = {method["name"]: "{} to {} days".format(*method["days"]) for method in destination["methods"]}
        assert shown[destination["name"]] == [days["Standard"], days["Express"]], destination["name"]
    assert set(shown) == {destination["name"] for destination in shipping}


def test_shipping_costs_repeat_the_shops_table(articles, shipping):
    shown = table(articles["shipping-cost"])
    for destination in shipping:
        ways = {method["name"]: method for method in destination["methods"]}
        standard, express = ways["Standard"], ways["Express"]
        expected = [dollars(standard["price"]), f"${standard['free_from']:.0f}", dollars(express["price"])]
        assert shown[destination["name"]] == expected, destination["name"]
    assert set(shown) == {destination["name"] for destination in shipping}


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
