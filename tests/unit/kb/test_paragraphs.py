from kb.paragraphs import blocks, cut, plain_text, short_answer


def test_the_short_answer_is_the_first_paragraph_as_markdown_without_the_heading():
    assert short_answer("# Hours\n\nWe open at **9**.\n\nClosed on Sundays.") == "We open at **9**."


def test_a_long_first_paragraph_is_cut_at_a_sentences_end():
    sentence = "This sentence has exactly forty letters. "
    answer = short_answer(sentence.strip() + " " + sentence * 20)
    assert len(answer) <= 400
    assert answer.endswith("letters.")


def test_a_first_paragraph_that_announces_a_short_list_brings_it_along():
    assert (
        short_answer("Do this:\n\n1. Sign in.\n2. Click.\n\nThen wait.")
        == "Do this:\n\n1. Sign in.\n2. Click."
    )


def test_a_first_paragraph_that_announces_a_long_list_stands_alone():
    steps = "\n".join(f"- step {number} of very many" for number in range(100))
    assert short_answer(f"Do this:\n\n{steps}") == "Do this:"


def test_one_endless_sentence_is_cut_between_words():
    text = cut("word " * 200, 50)
    assert len(text) <= 50
    assert text.endswith("word…")


def test_plain_text_is_what_a_reader_sees():
    markdown = "## Head\n\nA [link](https://x.example) and `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert plain_text(markdown) == "Head A link and code. a b 1 2"


def test_html_in_markdown_is_text_not_markup():
    assert plain_text("Use <del> for that") == "Use <del> for that"


def test_blocks_know_their_source():
    assert [(block.kind, block.source) for block in blocks("# A\n\nb\nc\n\n- d\n- e")] == [
        ("heading", "# A"),
        ("paragraph", "b\nc"),
        ("bullet_list", "- d\n- e"),
    ]


def test_an_empty_body_has_an_empty_answer():
    assert short_answer("") == ""
