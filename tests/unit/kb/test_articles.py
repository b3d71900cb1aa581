import pytest

from kb.articles import checked_id, slug, written
from kb.errors import InvalidInput


def test_an_article_without_a_body_has_its_answer_as_body():
    content = written(title="Hours?", answer="From 9 to 5.")
    assert (content.body, content.shown_answer) == ("From 9 to 5.", "From 9 to 5.")


def test_an_answer_that_repeats_the_beginning_of_the_body_follows_the_body_when_that_changes():
    content = written(title="Hours?", answer="From 9 to 5.", body="From 9 to 5.\n\nClosed on Sundays.")
    assert content.answer == ""
    assert written(title="Hours?", answer=content.answer, body="From 8 to 4.").shown_answer == "From 8 to 4."


def test_an_answer_of_its_own_is_kept():
    content = written(title="Hours?", answer="9 to 5.", body="We open at 9 and close at 5.")
    assert content.shown_answer == "9 to 5."


def test_the_same_way_of_asking_is_kept_once_and_never_the_title_again():
    content = written(title="Opening hours", body="9 to 5", variants=["When?", "when? ", "opening HOURS", ""])
    assert content.variants == ("When?",)


def test_what_says_the_same_has_the_same_digest_and_a_changed_comma_another():
    first = written(title="Hours", body="9 to 5\r\n", variants=["  When  do you open?"])
    same = written(title=" Hours ", body="9 to 5", variants=["When do you open?"])
    other = written(title="Hours", body="9, to 5", variants=["When do you open?"])
    assert first.digest == same.digest != other.digest


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " ", "body": "x"}, "title"),
        ({"title": "Hours"}, "answer"),
        ({"title": "Hours", "body": " \n "}, "answer"),
        ({"title": "x" * 501, "body": "x"}, "title"),
        ({"title": "Hours", "body": "x", "variants": ["y" * 501]}, "variants"),
        ({"title": "Hours", "body": "x" * 200_001}, "body"),
        ({"title": "Hours", "body": "x", "variants": [f"v{n}" for n in range(1001)]}, "variants"),
    ],
)
def test_what_cannot_be_an_article_is_refused_with_the_field(facts, field):
    with pytest.raises(InvalidInput) as refused:
        written(**facts)
    assert refused.value.field == field


def test_unprintable_characters_are_taken_out_so_that_every_database_can_keep_the_text():
    content = written(title="Ho\x00urs\ud800", body="9\x00 to 5")
    assert (content.title, content.body) == ("Hours", "9 to 5")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Where's my order?", "wheres-my-order"),
        ("Größe & Maß: Übersicht!", "groe-ma-ubersicht"),
        ("  --  A  --  ", "a"),
    ],
)
def test_an_id_is_made_of_the_title(title, expected):
    assert slug(title) == expected


def test_titles_without_latin_letters_get_ids_that_differ_and_stay():
    assert slug("配送") == slug("配送") != slug("返品")
    assert slug("配送").startswith("article-")


@pytest.mark.parametrize("given", ["", "  ", "a\nb", "x" * 201, "a\u202eb"])
def test_an_id_that_no_address_can_carry_is_refused(given):
    with pytest.raises(InvalidInput):
        checked_id(given)


def test_a_given_id_stays_as_it_is():
    assert checked_id("FAQ-07.b Ünï") == "FAQ-07.b Ünï"


def test_a_language_that_no_import_would_take_is_refused_from_whoever_writes_it():
    with pytest.raises(InvalidInput) as refused:
        written(title="Hours", body="9 to 5.", locale="Deutsch, bitte")
    assert refused.value.field == "locale"
    assert written(title="Hours", body="9 to 5.", locale=" de-AT ").locale == "de-AT"
