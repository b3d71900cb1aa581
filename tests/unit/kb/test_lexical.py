import pytest

from kb.lexical import GramTable, grams, words

TEXTS = ["shipping time to canada", "return an item", "opening hours on sunday"]


@pytest.fixture
def table():
    return GramTable([grams(text) for text in TEXTS])


def likeness(table, text):
    return table.likenesses(table.query(text), [(row, row + 1) for row in range(len(TEXTS))])


def test_the_same_text_is_like_itself_and_nothing_else_is(table):
    assert likeness(table, TEXTS[0])[0] == pytest.approx(1.0, abs=1e-4)
    assert likeness(table, "xylophone zzz") == [0.0, 0.0, 0.0]


def test_a_typo_costs_little(table):
    found = likeness(table, "shiping tme canada")
    assert found[0] > 0.4
    assert max(found[1:]) < 0.1


def test_of_several_rows_the_best_counts(table):
    query = table.query("opening hours")
    assert table.likenesses(query, [(0, 3)]) == pytest.approx([max(likeness(table, "opening hours"))])


def test_each_span_is_looked_at_by_itself_and_an_empty_one_is_like_nothing(table):
    first, second, third = likeness(table, "return opening canada")
    spans = [(2, 2), (1, 3), (3, 3), (0, 1), (0, 0)]
    found = table.likenesses(table.query("return opening canada"), spans)
    assert found == pytest.approx([0.0, max(second, third), 0.0, first, 0.0])


def test_coverage_is_the_share_of_the_question_that_is_known(table):
    assert table.coverage(table.query("canada"), [(0, 1)]) == pytest.approx(1.0)
    assert table.coverage(table.query("canada"), [(1, 3)]) < 0.2
    assert 0.2 < table.coverage(table.query("canada xylophone"), [(0, 1)]) < 0.8


def test_a_question_without_letters_is_like_nothing(table):
    query = table.query("??? !!")
    assert table.likenesses(query, [(0, 3), (1, 2)]) == [0.0, 0.0]
    assert table.coverage(query, [(0, 3)]) == 0.0


def test_accents_and_case_make_no_difference():
    assert words("Größe CAFÉ") == words("große cafe")


def test_what_no_row_has_is_unfamiliar(table):
    assert table.unfamiliar(table.query("canada")) == 0.0
    assert table.unfamiliar(table.query("zebra")) > 0.5


def test_what_only_the_left_out_rows_have_is_unfamiliar_too(table):
    assert table.unfamiliar(table.query("canada"), (0, 1)) > table.unfamiliar(table.query("canada"))
