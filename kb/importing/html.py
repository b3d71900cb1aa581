"""HTML pages: the questions of a marked-up FAQ (JSON-LD, microdata), or else the page as one article."""

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from kb.articles import is_locale, slug
from kb.errors import ImportProblem
from kb.importing.drafts import Draft, draft
from kb.importing.faq import faq_draft, faq_questions
from kb.paragraphs import blocks


def read_html(text: str, file: str, url: str | None = None) -> Iterable[Draft | ImportProblem]:
    """The articles of a page; `url` is where it was fetched, and what its links are relative to.

    A page without FAQ markup is one article, by the name of its file or the path of its address, without
    navigation, banners and footers. The row of a problem is the question's number on the page, from 1.
    """
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    try:
        # An encoding declared in the text is no longer true of it.
        page = document_fromstring(text.encode(), parser=_parser())
    except (ValueError, AssertionError, LxmlError) as error:
        yield ImportProblem(f"no page can be read in it: {error}", file=file)
        return
    questions, problems = _marked_up(page, file)
    yield from problems
    if questions:
        for row, question in enumerate(questions, start=1):
            yield faq_draft(question, file, row)
    elif not problems:
        yield _whole_page(text, page, file, url)


def _marked_up(page: Any, file: str) -> tuple[list[Any], list[ImportProblem]]:
    """Questions from JSON-LD, or where there are none from microdata: pages often carry both, of the same."""
    questions: list[Any] = []
    problems: list[ImportProblem] = []
    for script in page.xpath("//script[@type='application/ld+json']"):
        try:
            questions.extend(faq_questions(json.loads(script.text_content(), strict=False)))
        except (ValueError, RecursionError):
            if "FAQPage" in script.text_content():
                problems.append(
                    ImportProblem("its FAQPage is not JSON", file=file, row=script.sourceline or None)
                )
    return questions or list(_microdata(page)), problems


def _microdata(page: Any) -> Iterator[dict[str, Any]]:
    for question in page.xpath("//*[@itemscope][contains(@itemtype, 'schema.org/Question')]"):
        answers = question.xpath(
            ".//*[@itemscope][contains(concat(' ', @itemprop, ' '), ' acceptedAnswer ')]"
        ) or question.xpath(".//*[@itemscope][contains(concat(' ', @itemprop, ' '), ' suggestedAnswer ')]")
        names = question.xpath(".//*[@itemprop='name']")
        texts = [text for answer in answers for text in answer.xpath(".//*[@itemprop='text']")]
        yield {
            "name": names[0].get("content") or _inner(names[0]) if names else "",
            "acceptedAnswer": [{"text": text.get("content") or _inner(text)} for text in texts],
        }


def _whole_page(text: str, page: Any, file: str, url: str | None) -> Draft | ImportProblem:
    from trafilatura import extract

    body = extract(
        text,
        url=url,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_tables=True,
        with_metadata=False,
    )
    if not body:
        return ImportProblem("no text was found on the page", file=file)
    heading = " ".join(page.xpath("string((//h1)[1])").split())
    title = heading or " ".join(page.xpath("string(//title)").split())
    first = next(iter(blocks(body)), None)
    if first is not None and first.kind == "heading" and first.text == title:
        body = body.split(first.source, 1)[1]
    language = (page.get("lang") or "").strip()
    given_id = _name_of(url) if url else PurePath(file).stem
    return draft(
        {"title": title, "body": body, "locale": language if is_locale(language) else ""},
        file=file,
        default_id=given_id,
    )


def _name_of(url: str) -> str | None:
    """An id made of an address: /help/returns.html becomes help-returns; the home page has none."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    path = parts.path.rsplit(".", 1)[0] if "." in parts.path.rpartition("/")[2] else parts.path
    wanted = unquote(f"{path} {parts.query}").strip("/ ")
    return slug(wanted) if wanted else None


def _inner(element: Any) -> str:
    from lxml.html import tostring

    children = "".join(tostring(child, encoding="unicode") for child in element)
    return f"{element.text or ''}{children}"


def _parser() -> Any:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True)
