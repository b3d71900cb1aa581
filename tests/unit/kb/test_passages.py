from kb.articles import written
from kb.passages import PASSAGE_LENGTH, Kind, passages, units


def test_an_article_is_searched_by_title_variants_and_passages_in_this_order(shipping):
    assert [unit.kind for unit in units(shipping)] == [Kind.TITLE, Kind.VARIANT, Kind.VARIANT, Kind.PASSAGE]


def test_a_passage_is_encoded_with_its_title_and_shown_without():
    passage = units(written(title="Returns", body="Within 30 days."))[-1]
    assert (passage.encoded, passage.shown) == ("Returns: Within 30 days.", "Within 30 days.")


def test_an_answer_of_its_own_is_a_passage_too():
    content = written(title="Returns", answer="Yes, **free**.", body="It costs nothing.")
    assert [unit.shown for unit in units(content)] == ["Returns", "Yes, free.", "It costs nothing."]


def test_a_heading_goes_with_what_stands_below_it():
    found = passages("Intro.\n\n## Canada\n\n5 to 8 days.\n\n## Germany\n\n7 days.")
    assert found == ["Intro.", "Canada. 5 to 8 days.", "Germany. 7 days."]


def test_long_bodies_are_cut_into_passages_that_lose_no_word():
    body = "\n\n".join(f"Sentence {number} says something of its own." for number in range(200))
    found = passages(body)
    assert max(map(len, found)) <= 2 * PASSAGE_LENGTH
    assert " ".join(found).split() == body.split()


def test_text_without_any_sentence_is_cut_all_the_same():
    found = passages("word " * 2000)
    assert max(map(len, found)) <= 2 * PASSAGE_LENGTH
    assert sum(len(text.split()) for text in found) == 2000


def test_the_same_text_is_a_unit_once():
    content = written(title="Hours", body="Open.", variants=["when", "WHEN?"])
    texts = [unit.encoded for unit in units(content)]
    assert len(texts) == len(set(texts))


def test_of_a_table_only_the_headers_are_embedded():
    body = "Before it.\n\n| Country | *Standard* |\n|---|---|\n| Canada | 5 days |\n\nAfter it."
    assert passages(body) == ["Before it. Country, Standard. After it."]
