"""Facts that vary are looked up in an article's tables, by the row and column that a question names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.facts import Fact, NotListed, look_up

SHIPPING = """By country and method:

| Country | Method | Time | Price | Free from |
|---|---|---|---|---|
| United States | Standard | 3 to 5 days | $6.90 | $75 |
| | Express | 1 to 2 days | $19.90 | |
| | White Glove | 7 to 12 days | $89 | |
| Alaska and Hawaii | Standard | 6 to 8 days | $6.90 | $75 |
| Canada | Standard | 5 to 8 days | $14.90 | $150 |
| Canada | Express | 2 to 3 days | $34 | |
| United Kingdom | Standard | 5 to 7 days | $16.90 | $180 |
| United Kingdom | Express | 2 to 4 days | $36 | |
| Germany | Express | 3 to 4 days | $39 | |
| Netherlands | Express | 3 to 4 days | $38 | |
| Ireland | Express | 3 to 4 days | $39 | |
| Austria | Express | 3 to 5 days | $42 | |
| Australia | Express | 4 to 6 days | $59 | |
"""
WIDE = """| Country | Standard | Express |
|---|---|---|
| Canada | 5 to 8 days | 2 to 3 days |
| Australia | 9 to 14 days | 4 to 6 days |
"""
ASSEMBLY = """| Piece | Time | People |
|---|---|---|
| Drift bed frame | 10 minutes | 1 |
| Wicket chair, Harbor sofa (legs only) | 5 minutes | 1 |
| Alder dining table | 20 minutes | 2 |
| Quill standing desk | 45 minutes | 2 |
"""
HOURS = """| | Monday to Friday | Saturday | Sunday |
|---|---|---|---|
| Showroom | 10 to 7 | 10 to 7 | 11 to 5 |
| Chat | 8 to 8 | 9 to 5 | closed |
"""
DISCOUNTS = """| Order | Discount |
|---|---|
| $500-999 | 3 % |
| $1,000 to $4,999 | 5 % |
| more than $5,000 | by agreement |
"""
REGIONS = """| From | Parcel | Pickup |
|---|---|---|
| United States | $5.90 | $59 |
| Canada and Europe | $14.90 | $89 |
"""
REST = """| Country | Price |
|---|---|
| United States | $5 |
| Canada | $9 |
| All other countries | $30 |
"""


def answer(body, question):
    found = look_up(body, question)
    assert isinstance(found, Fact), found
    return found.answer


@pytest.mark.parametrize(
    "question",
    [
        "express to Canada",
        "Express shipping to canada?",
        "can you send it express to CA",
        "expres delivery to canda",
        "my friend in Toronto wants it by express",
        "EXPRESS SHIPPING TO CANADA",
    ],
)
def test_a_row_is_found_by_its_two_keys_however_they_are_written(question):
    assert answer(SHIPPING, question) == "**Canada, Express:** 2 to 3 days, $34."


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("express to the uk", "United Kingdom"),
        ("express to GB", "United Kingdom"),
        ("express to great britain", "United Kingdom"),
        ("express to England", "United Kingdom"),
        ("express to northern ireland", "United Kingdom"),
        ("express to ireland", "Ireland"),
        ("express to Deutschland", "Germany"),
        ("express to holland", "Netherlands"),
        ("express to österreich", "Austria"),
        ("express to austria", "Austria"),
        ("express to australia", "Australia"),
        ("express to sydney", "Australia"),
        ("express to the USA", "United States"),
        ("express to texas", "United States"),
        ("express in the U.S.", "United States"),
    ],
)
def test_countries_are_known_by_their_names_codes_languages_states_and_cities(question, country):
    assert answer(SHIPPING, question).startswith(f"**{country}, Express:**")


def test_small_words_are_no_country_codes():
    assert look_up(SHIPPING, "can you send it to us") is None
    assert look_up(SHIPPING, "CAN YOU SEND IT TO ME IN TIME") is None
    assert look_up(SHIPPING, "do you ship to an island") is None


@pytest.mark.parametrize("question", ["a TV to Canada by express", "send IT express to Canada by 10 PM"])
def test_capitals_that_may_be_words_are_countries_only_after_a_word_like_to(question):
    found = look_up(SHIPPING, question)
    assert isinstance(found, Fact)
    assert (found.answer, found.not_listed) == ("**Canada, Express:** 2 to 3 days, $34.", ())


def test_a_question_for_a_price_or_a_time_gets_only_that():
    assert answer(SHIPPING, "how much is express to canada") == "**Canada, Express:** $34."
    assert answer(SHIPPING, "how long does express to canada take") == "**Canada, Express:** 2 to 3 days."
    assert answer(SHIPPING, "from what amount is standard free, free from in canada") == (
        "**Canada, Standard, Free from:** $150."
    )


def test_one_key_gives_all_its_rows():
    assert answer(SHIPPING, "shipping to canada") == (
        "**Canada:**\n\n- **Standard:** 5 to 8 days; $14.90; Free from: $150\n- **Express:** 2 to 3 days, $34"
    )


def test_a_row_of_its_own_goes_before_the_country_it_is_part_of():
    assert (
        answer(SHIPPING, "how long does it take to hawaii") == "**Alaska and Hawaii, Standard:** 6 to 8 days."
    )


def test_a_column_is_named_by_its_header():
    assert answer(WIDE, "express to canada") == "**Canada, Express:** 2 to 3 days."
    assert answer(WIDE, "to canada") == "**Canada:** Standard: 5 to 8 days; Express: 2 to 3 days."
    assert answer(HOURS, "are you open on sunday") == (
        "- **Showroom, Sunday:** 11 to 5\n- **Chat, Sunday:** closed"
    )


def test_a_table_that_has_no_prices_says_nothing_to_a_question_for_one():
    assert look_up(WIDE, "how much is it to canada") is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how long does it take to build the bed", "**Drift bed frame:** 10 minutes."),
        ("assembling my Quill desk, how many people", "**Quill standing desk, People:** 2."),
        ("time for the sofas", "**Wicket chair, Harbor sofa (legs only):** 5 minutes."),
        ("how long for the dinning tables", "**Alder dining table:** 20 minutes."),
    ],
)
def test_other_rows_are_found_by_their_words_and_word_forms(question, expected):
    assert answer(ASSEMBLY, question) == expected


@pytest.mark.parametrize(
    "question", ["how long does assembly take", "", "???", "is it free", "opening hours"]
)
def test_a_question_that_names_no_row_gets_nothing(question):
    assert look_up(ASSEMBLY, question) is None
    assert look_up(SHIPPING, question) is None


@pytest.mark.parametrize("name", ["Japan", "japan", "Switzerland", "switzerlnd", "JP", "日本", "Suisse"])
def test_a_country_that_is_not_in_the_table_is_told_apart(name):
    found = look_up(SHIPPING, f"do you ship to {name}")
    assert isinstance(found, NotListed)
    assert found.name in ("Japan", "Switzerland")
    assert (found.column, found.of) == ("Country", "")
    assert "Canada" in found.listed


def test_a_method_that_a_country_does_not_have_is_told_apart():
    assert look_up(SHIPPING, "white glove to canada") == NotListed(
        "White Glove", "Method", ("Standard", "Express"), of="Canada"
    )


def test_a_country_that_is_missing_beside_one_that_is_there_is_not_forgotten():
    found = look_up(SHIPPING, "how much is express to canada or japan")
    assert isinstance(found, Fact)
    assert (found.answer, found.not_listed) == ("**Canada, Express:** $34.", ("Japan",))


def test_a_region_stands_for_its_countries_and_where_it_may_nothing_is_said_to_be_missing():
    assert answer(REGIONS, "return a parcel from the uk") == "**Canada and Europe, Parcel:** $14.90."
    assert look_up(REGIONS, "return from japan") is None


def test_all_other_countries_are_those_that_have_no_row():
    assert answer(REST, "price to japan") == "**All other countries:** $30."
    assert answer(REST, "price to canada") == "**Canada:** $9."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("discount for $750", "**$500-999:** 3 %."),
        ("we spend 1,200 dollars", "**$1,000 to $4,999:** 5 %."),
        ("what about an order of $20,000", "**more than $5,000:** by agreement."),
    ],
)
def test_an_amount_finds_the_range_it_lies_in(question, expected):
    assert answer(DISCOUNTS, question) == expected


@pytest.mark.parametrize("question", ["discount for $50", "750 chairs", "discount for exactly $5,000"])
def test_an_amount_outside_all_ranges_or_of_something_else_finds_nothing(question):
    assert look_up(DISCOUNTS, question) is None


def test_the_cells_that_were_used_are_told():
    found = look_up(SHIPPING, "express to canada")
    assert isinstance(found, Fact)
    assert [(cell.keys, cell.header, cell.text) for cell in found.cells] == [
        (("Canada", "Express"), "Time", "2 to 3 days"),
        (("Canada", "Express"), "Price", "$34"),
    ]


def test_what_the_text_speaks_of_all_the_time_singles_out_no_row():
    table = (
        "| Method | Where |\n|---|---|\n| Visa, Mastercard | everywhere |\n| Larkwood gift cards | at home |"
    )
    assert answer(table, "can I save my card") == "**Larkwood gift cards:** at home."
    assert look_up(f"{table}\n\nA card is kept. No card is seen by us.", "can I save my card") is None


def test_a_second_key_alone_is_enough_only_when_many_rows_share_it():
    assert answer(SHIPPING, "how much is white glove") == "**United States, White Glove:** $89."
    custom = "| Custom | begun | 20 % |\n| Custom | done | all |"
    steps = f"| What | When | Fee |\n|---|---|---|\n| Stock | packed | none |\n{custom}"
    assert look_up(steps, "it is done") is None
    assert answer(steps, "custom pieces when done") == "**Custom, done:** all."


def test_the_first_table_that_has_it_answers():
    assert answer(ASSEMBLY + "\n" + WIDE, "express to canada") == "**Canada, Express:** 2 to 3 days."


def test_an_article_without_a_table_has_no_facts():
    assert look_up("Express to Canada takes 2 days.", "express to canada") is None


def test_links_in_cells_stay_links():
    body = "| Kind | Where |\n|---|---|\n| Sofas | [here](/help/sofas) |\n| Beds | there |"
    assert answer(body, "where are sofas") == "**Sofas:** [here](/help/sofas)."


@given(st.text(max_size=60), st.lists(st.text(alphabet="ab1$ |-\n", max_size=20), max_size=6))
def test_no_question_and_no_table_breaks_it(question, lines):
    look_up("| a | b |\n|---|---|\n" + "\n".join(lines), question)
    look_up(SHIPPING, question)
