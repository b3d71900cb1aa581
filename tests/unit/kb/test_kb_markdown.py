import pytest

from kb.markdown import to_html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "<iframe src='https://evil.example'></iframe>",
        "<a href='#' onclick='x()'>a</a>",
        "<style>body{display:none}</style>",
        "[a](vbscript:x)",
        '[a](https://x.example "onmouseover=alert(1)")',
        "```<script>alert(1)</script>```",
    ],
)
def test_nothing_that_runs_gets_through(hostile):
    html = to_html(hostile).lower()
    for tag in ("<script", "<iframe", "<style", "<img src=x", "<a href='#'"):
        assert tag not in html
    for scheme in ("javascript:", "vbscript:", "data:text"):
        assert f'href="{scheme}' not in html
        assert f'src="{scheme}' not in html


def test_ordinary_markdown_becomes_html():
    html = to_html("# Hi\n\n**bold** [link](https://x.example)\n\n| a |\n|---|\n| 1 |\n\n1. one\n2. two")
    for part in ("<h1>Hi</h1>", "<strong>bold</strong>", "<td>1</td>", "<li>one</li>"):
        assert part in html
    assert 'href="https://x.example"' in html
    assert 'rel="noopener nofollow"' in html


def test_links_within_the_site_and_to_mail_and_telephone_stay():
    html = to_html("[a](/help/x) [b](mailto:a@b.example) [c](tel:+1555)")
    assert html.count("href=") == 3


def test_html_that_somebody_typed_is_shown_as_text():
    assert "&lt;b&gt;" in to_html("<b>x</b>")
