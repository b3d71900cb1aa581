import pytest

from kb.spelling import corrected

KNOWN = {"shipping": 9, "shipment": 2, "address": 4, "warranty": 3, "larkwood": 5, "returns": 2, "chili": 1}


def put_right(text):
    return corrected(
        text, KNOWN.__contains__, lambda start: [w for w in KNOWN.items() if w[0].startswith(start)]
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shiping time canada??", "shipping time canada??"),
        ("i moved, new adress is", "i moved, new address is"),
        ("waranty", "warranty"),
        ("larkwod", "larkwood"),
        ("shippnig", "shipping"),
    ],
)
def test_a_misspelt_word_is_put_right(typed, meant):
    assert put_right(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "How do you say hello in Chile?",  # an English word stays, however near another one is
        "the return of the king",
        "KX-200?",
        "shiping2",
        "I couldn't say",
        "bitcoin",
        "größe",
        "",
    ],
)
def test_what_is_no_mistake_stays_the_very_same(text):
    assert put_right(text) == text


def test_of_two_that_are_as_near_the_commoner_is_meant():
    known = {"stare": 1, "store": 8}
    assert corrected("stqre", known.__contains__, lambda _: known.items()) == "store"
