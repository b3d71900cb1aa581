"""HTML pages: marked-up questions, and pages that are one article; encodings of files."""

import json

import pytest

from kb.importing import read_path
from kb.importing.html import read_html
from kb.markdown import from_html

FAQ = {
    "@context": "https://schema.org",
    "@type": ["WebPage", "https://schema.org/FAQPage"],
    "mainEntity": [
        {
            "@type": "Question",
            "name": "Do you <b>ship</b>?",
            "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes.</p><ol><li>Pay</li><li>Wait</li></ol>"},
        },
        {"@type": "Question", "name": "Nobody knows?"},
    ],
}
MICRODATA = """<html><body itemscope itemtype="https://schema.org/FAQPage"><nav>Menu</nav>
<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question">
 <h3 itemprop="name">Do you ship?</h3>
 <div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer">
  <div itemprop="text">Yes, to <a href="https://x.example/eu">Europe</a>.<ul><li>by land</li></ul></div>
 </div></div>
<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question">
 <h3 itemprop="name">Is it free?</h3></div></body></html>"""
PAGE = """<!doctype html><html lang="en-GB"><head><title>Times | Shop</title></head><body>
<nav><a href="/">Home</a> <a href="/cart">Cart (0)</a></nav><main><article><h1>How long does it take?</h1>
<p>Standard shipping takes 3 to 5 business days. See <a href="/help/cost">the cost</a> and <b>prices</b>.</p>
<h2>By country</h2><table><tr><th>Country</th><th>Days</th></tr><tr><td>Canada</td><td>5</td></tr></table>
<p>Everything is counted in business days, without the public holidays of the country.</p>
</article></main><footer>Copyright 2026. All rights reserved.</footer></body></html>"""


def drafts(html, **more):
    return list(read_html(html, "page.html", **more))


def with_json(text):
    return f'<html><head><script type="application/ld+json">{text}</script></head><body>x</body></html>'


def test_questions_in_json_ld_are_articles_and_a_bad_one_is_named_by_its_number():
    first, second = drafts(with_json(json.dumps(FAQ)))
    assert (first.id, first.content.title) == ("do-you-ship", "Do you ship?")
    assert first.content.body == "Yes.\n\n1. Pay\n2. Wait"
    assert str(second) == "page.html, row 2: An article needs an answer or a body."


def test_json_ld_with_line_breaks_in_texts_is_read_as_browsers_do():
    raw = json.dumps(FAQ).replace("Yes.", "Yes,\nreally.")
    assert drafts(with_json(raw))[0].content.body.startswith("Yes,\nreally.")


def test_a_broken_faq_page_is_named_and_other_broken_data_does_no_harm():
    assert "its FAQPage is not JSON" in str(drafts(with_json('{"@type": "FAQPage", oops'))[0])
    page = PAGE.replace("</head>", '<script type="application/ld+json">{oops</script></head>')
    assert drafts(page)[0].content.title == "How long does it take?"


def test_questions_in_microdata_are_articles_with_their_links_and_lists():
    first, second = drafts(MICRODATA)
    assert first.content.title == "Do you ship?"
    assert first.content.body == "Yes, to [Europe](https://x.example/eu).\n\n- by land"
    assert "row 2: An article needs an answer" in str(second)


def test_any_other_page_is_one_article_without_navigation_and_footer():
    (draft,) = drafts(PAGE, url="https://shop.example/help/times.html?v=2")
    content = draft.content
    assert (draft.id, content.title, content.locale) == ("help-times-v-2", "How long does it take?", "en-GB")
    assert content.body.startswith("Standard shipping takes 3 to 5")
    assert "[the cost](https://shop.example/help/cost)" in content.body
    assert "| Canada | 5 |" in content.body
    assert "Cart" not in content.body
    assert "Copyright" not in content.body


def test_a_page_file_is_named_by_its_file(tmp_path):
    (tmp_path / "times.htm").write_text(PAGE)
    assert [draft.id for draft in read_path(tmp_path).drafts] == ["times"]


@pytest.mark.parametrize(
    "html", ["<html></html>", "<!-- nothing -->", "<html><body><nav>Menu</nav></body></html>"]
)
def test_a_page_without_text_is_named(html):
    (problem,) = drafts(html)
    assert str(problem).startswith("page.html: ")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("Plain * text_with & marks", "Plain * text_with & marks"),
        ("1 &lt; 2", "1 < 2"),
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\\\nc"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<script>x()</script>a<style>p{}</style>", "a"),
    ],
)
def test_html_becomes_markdown(html, markdown):
    assert from_html(html) == markdown


@pytest.mark.parametrize(
    "data",
    [
        "question,answer\nCafé?,Ja – “schön”\n".encode("cp1252"),
        "question,answer\nCafé?,Ja – “schön”\n".encode("utf-8-sig"),
        "question;answer\nCafé?;Ja – “schön”\n".encode("utf-16"),
        "question\tanswer\nCafé?\tJa – “schön”\n".encode(),
    ],
    ids=["windows", "byte order mark", "utf-16 and semicolons", "tabs"],
)
def test_spreadsheets_are_read_as_they_were_saved(tmp_path, data):
    (tmp_path / "f.csv").write_bytes(data)
    content = read_path(tmp_path / "f.csv").drafts[0].content
    assert (content.title, content.body) == ("Café?", "Ja – “schön”")


@pytest.mark.parametrize(
    ("field", "good", "bad", "cause"),
    [
        ("answer_risk", "0.5", "2", "The risk of an answer is between"),
        ("answer_risk", "0.5", "low", "“answer_risk” must be a number"),
        ("answer_risk", "0.5", "nan", "The risk of an answer is between"),
        ("audience", "staff", "us", "The audience is everyone or staff"),
        ("review_by", "2026-12-31", "31.12.", "“review_by” must be a day"),
        ("locale", "de-AT", "German!", "“locale” must be a language"),
    ],
)
def test_a_bad_value_of_any_field_is_a_problem_of_its_row(tmp_path, field, good, bad, cause):
    (tmp_path / "f.csv").write_text(f"question,answer,{field}\na,b,{good}\nc,d,{bad}\n")
    (tmp_path / "g.json").write_text(
        json.dumps([{"title": "g", "answer": "b", field: good}, {"title": "c", "answer": "d", field: bad}])
    )
    result = read_path(tmp_path)
    assert [draft.content.title for draft in result.drafts] == ["a", "g"]
    assert [f"{problem.file}, row {problem.row}" for problem in result.problems] == [
        "f.csv, row 3",
        "g.json, row 2",
    ]
    assert all(cause in problem.cause for problem in result.problems)


@pytest.mark.parametrize("value", [["x"], {"a": 1}, True])
def test_a_field_that_is_no_text_is_a_problem(tmp_path, value):
    (tmp_path / "f.json").write_text(json.dumps([{"title": "c", "answer": "d", "owner": value}]))
    assert "“owner” must be a text" in str(read_path(tmp_path).problems[0])


def test_every_field_is_read_from_every_format_that_has_it(tmp_path):
    facts = {"owner": "ada", "audience": "staff", "answer_risk": 0.02, "review_by": "2027-01-31",
             "category": "Shop", "department": "sales", "locale": "de"}  # fmt: skip
    head = "\n".join(f"{name}: {value}" for name, value in facts.items())
    (tmp_path / "a.md").write_text(f"---\ntitle: T\ntags: ['x, y', z]\n{head}\n---\nB.")
    (tmp_path / "b.json").write_text(
        json.dumps([{"id": "b", "title": "T", "answer": "B.", "tags": ["x, y", "z"], **facts}])
    )
    row = ",".join(map(str, facts.values()))
    (tmp_path / "c.csv").write_text(
        f'id,question,answer,tags,{",".join(facts)}\nc,T,B.,"""x, y"", z",{row}\n'
    )
    contents = [draft.content for draft in read_path(tmp_path).drafts]
    assert len(contents) == 3
    assert contents[0] == contents[1] == contents[2]
    assert (contents[0].owner, contents[0].audience, contents[0].answer_risk) == ("ada", "staff", 0.02)
    assert contents[0].tags == ("x, y", "z")
