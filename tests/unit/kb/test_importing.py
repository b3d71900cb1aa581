"""What each importer reads, what it refuses, and that importing twice changes nothing."""

import json

import pytest

from kb.errors import InvalidInput
from kb.importing import read_path


@pytest.fixture
def read(tmp_path):
    def read(name, content):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_path(file)

    return read


def titles(result):
    return {draft.id: draft.content.title for draft in result.drafts}


def problems(result):
    return [str(problem) for problem in result.problems]


class TestMarkdown:
    def test_front_matter_gives_the_facts_and_the_rest_is_the_body(self, read):
        head = "title: Hours\ncategory: Shop\ntags: [time, shop]\nquestions:\n- When?\nanswer: 9 to 5."
        text = f"---\n{head}\n---\n\nLong text."
        draft = read("opening-hours.md", text).drafts[0]
        content = draft.content
        assert (draft.id, content.title, content.category) == ("opening-hours", "Hours", "Shop")
        assert (content.tags, content.variants) == (("time", "shop"), ("When?",))
        assert (content.answer, content.body) == ("9 to 5.", "Long text.")

    def test_without_front_matter_the_first_heading_is_the_title(self, read):
        content = read("x.md", "# Opening hours\n\nFrom 9.").drafts[0].content
        assert (content.title, content.body) == ("Opening hours", "From 9.")

    @pytest.mark.parametrize(
        ("text", "cause"),
        [
            ("---\ntitle: [a\n---\nx", "x.md, row"),
            ("---\n- a\n- b\n---\nx", "neither a title"),
            ("Only words.", "neither a title"),
            ("---\ntitle: Hours\n---\n", "needs an answer"),
            ("---\ntitle: {a: b}\n---\nx", "“title” must be a text"),
            ("---\ntitle: T\nquestions: [{a: b}]\n---\nx", "“questions” must be a list of texts"),
            ("---\ntitle: T\nreview_by: soon\n---\nx", "must be a day"),
            ("---\ntitle: T\nreview_by: 2026-13-45\n---\nx", "front matter can't be read"),
            ("---\ntitle: T\ntags: &a [*a]\n---\nx", "“tags” must be a list of texts"),
        ],
    )
    def test_a_bad_file_is_named_with_its_cause(self, read, text, cause):
        result = read("x.md", text)
        assert result.drafts == ()
        assert cause in problems(result)[0]
        assert problems(result)[0].startswith("x.md")

    def test_a_folder_is_read_with_what_lies_below_and_hidden_files_are_not(self, tmp_path):
        for name in ("a.md", "deep/b.md", ".hidden/c.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(f"# {name}\n\ntext")
        (tmp_path / "picture.png").write_bytes(b"\x89PNG")
        assert sorted(titles(read_path(tmp_path))) == ["a", "b"]

    def test_the_second_file_of_an_id_is_refused_and_the_first_stays(self, tmp_path):
        for name in ("a.md", "deep/a.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(f"# {name}\n\ntext")
        result = read_path(tmp_path)
        assert titles(result) == {"a": "a.md"}
        assert problems(result) == ["deep/a.md: the id “a” was used before, in a.md"]


class TestCsv:
    def test_rows_of_one_answer_are_variants_of_one_article(self, read):
        result = read(
            "f.csv", "question,answer\nWhen open?,From 9.\nopening time,From  9.\nReturns?,30 days.\n"
        )
        assert titles(result) == {"when-open": "When open?", "returns": "Returns?"}
        assert result.drafts[0].content.variants == ("opening time",)

    def test_rows_of_one_id_are_variants_even_without_an_answer_and_the_id_stays(self, read):
        result = read("f.csv", "question,answer,id\nWhen open?,From 9.,H-1\nopening time,,H-1\n")
        assert titles(result) == {"H-1": "When open?"}
        assert result.drafts[0].content.variants == ("opening time",)

    def test_another_answer_of_the_same_id_is_not_lost(self, read):
        result = read("f.csv", "question,answer,id\na,One.,x\nb,Two.,x\n")
        assert result.drafts[0].content.body == "One.\n\nTwo."

    def test_one_answer_under_two_ids_is_two_articles(self, read):
        assert len(read("f.csv", "question,answer,id\na,One.,x\nb,One.,y\n").drafts) == 2

    def test_title_and_tags_are_taken_and_the_question_stays_a_way_of_asking(self, read):
        result = read("f.csv", 'question,answer,title,tags\nwhen?,From 9.,Opening hours,"a, b"\n')
        content = result.drafts[0].content
        assert (content.title, content.variants, content.tags) == ("Opening hours", ("when?",), ("a", "b"))

    def test_different_answers_to_one_question_get_different_ids(self, read):
        assert list(titles(read("f.csv", "question,answer\nHow?,One.\nHow?,Two.\n"))) == ["how", "how-2"]

    def test_semicolons_quotes_line_ends_and_a_byte_order_mark_are_understood(self, read):
        text = '\ufeffQuestion;Answer\r\n"a; b";"one\r\ntwo"\r\n'
        content = read("f.csv", text).drafts[0].content
        assert (content.title, content.body) == ("a; b", "one\ntwo")

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("question,answer\n,From 9.\nok,Yes.\n", "f.csv, row 2: the question is missing"),
            ("question,answer\nWhen?,\nok,Yes.\n", "f.csv, row 2: the answer is missing"),
            ('question,answer\n"a\nb",\nok,Yes.\nWhen?,\n', "f.csv, row 2: the answer is missing"),
            ("question,answer\na,b,c\nok,Yes.\n", "f.csv, row 2: it has more values"),
            ('question,answer\n"a" b,c\nok,Yes.\n', "f.csv, row 2: it is not CSV"),
            ("question,answer\nok,Yes.\nbig," + "x" * 250_000 + "\n", "f.csv, row 3: The text is longer"),
            ("question,answer\nbig," + "x" * 450_000 + "\nok,Yes.\n", "f.csv, row 2: a value is longer than"),
            ("question,answer,owner\nok,Yes.,ada\nsame,Yes.,bob\n", "f.csv, row 3: “owner” is ada in an"),
            ("question,answer\nok,Yes.\n" + "x" * 600 + ",No.\n", "f.csv, row 3: Longer than 500"),
        ],
    )
    def test_a_bad_row_is_named_and_the_rest_is_read(self, read, text, problem):
        result = read("f.csv", text)
        assert [draft.content.title for draft in result.drafts] == ["ok"]
        assert problems(result)[0].startswith(problem)

    @pytest.mark.parametrize(
        ("content", "cause"),
        [
            ("", "it is empty"),
            (b"\xef\xbb\xbf \r\n", "it is empty"),
            ("question,answer,Answer\na,b,c\n", "names a column twice: answer"),
            ("a,b\n1,2\n", "missing: question, answer"),
            ('question,answer\n"a,b\n', "it is not CSV"),
            (b"question,answer\n\x81\x8d,x\n", "it is not text in UTF-8"),
            (b"question,answer\na\0b,x\n", "it is not text in UTF-8"),
        ],
    )
    def test_a_file_that_is_no_such_csv_is_named_with_its_cause(self, read, content, cause):
        result = read("f.csv", content)
        assert result.drafts == ()
        assert cause in problems(result)[0]


class TestJson:
    def test_a_list_of_articles_is_read(self, read):
        entries = [{"id": "x", "title": "T", "questions": ["q"], "answer": "A.", "tags": ["t"]}]
        draft = read("f.json", json.dumps(entries)).drafts[0]
        assert (draft.id, draft.content.variants, draft.content.tags) == ("x", ("q",), ("t",))

    def test_without_a_title_the_first_question_is_it(self, read):
        assert titles(read("f.json", '[{"questions": ["Why?"], "answer": "So."}]')) == {"why": "Why?"}

    def test_a_long_answer_is_the_body_and_its_first_paragraph_the_short_answer(self, read):
        answer = "First. " * 20 + "\n\n" + "Second. " * 200
        content = read("f.json", json.dumps([{"title": "T", "answer": answer}])).drafts[0].content
        assert content.body == answer.strip()
        assert content.shown_answer == ("First. " * 20).strip()

    @pytest.mark.parametrize(
        "wrap", [lambda page: page, lambda page: [page], lambda page: {"@graph": [page]}]
    )
    def test_an_faq_page_is_read_with_its_html_as_text(self, read, wrap):
        page = {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": "Do you ship &amp; pack?",
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": "<p>Yes, <a href='https://x.example'>all</a>.</p><script>x()</script><ul><li>a</li></ul>",
                    },
                }
            ],
        }
        content = read("f.json", json.dumps(wrap(page))).drafts[0].content
        assert content.title == "Do you ship & pack?"
        assert content.body == "Yes, [all](https://x.example).\n\n- a"

    def test_a_bad_entry_is_named_and_the_rest_is_read(self, read):
        entries = [
            "x",
            {"title": "T"},
            {"title": 1.5, "answer": "Numbers are texts."},
            {"title": ["T"], "answer": "A"},
            {"title": "T", "answer": "A", "tags": 7},
            {"title": "T", "answer": "A", "id": "a\u0007b"},
            None,
        ]
        result = read("f.json", json.dumps(entries))
        assert [draft.content.title for draft in result.drafts] == ["1.5"]
        assert [problem.row for problem in result.problems] == [1, 2, 4, 5, 6, 7]

    def test_the_second_entry_of_an_id_is_refused(self, read):
        result = read("f.json", '[{"id":"a","title":"A","answer":"1"},{"id":"a","title":"B","answer":"2"}]')
        assert titles(result) == {"a": "A"}
        assert problems(result) == ["f.json, row 2: the id “a” was used before, in f.json, row 1"]

    @pytest.mark.parametrize(
        ("text", "cause"),
        [
            ("{", "it is not JSON"),
            ("7", "must be a list"),
            ('{"a": 1}', "must be a list"),
            ("[" * 100_000, "JSON"),
            ("9" * 5000, "it is not JSON"),
        ],
    )
    def test_a_file_that_is_no_such_json_is_named_with_its_cause(self, read, text, cause):
        result = read("f.json", text)
        assert result.drafts == ()
        assert cause in problems(result)[0]


@pytest.mark.parametrize("name", ["nothing.csv", "words.docx", "empty"])
def test_where_nothing_can_be_imported_it_is_said(tmp_path, name):
    (tmp_path / "words.docx").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput):
        read_path(tmp_path / name)
