"""Markdown files with front matter: `id, title, category, tags, questions, answer`; the rest is the body."""

from collections.abc import Iterable
from pathlib import PurePath

from kb.errors import ImportProblem
from kb.importing.drafts import Draft, draft
from kb.paragraphs import blocks


def read_markdown(text: str, file: str) -> Iterable[Draft | ImportProblem]:
    """The article of a Markdown file. The file's name stands in for an id, the first heading for a title."""
    import frontmatter
    from yaml import YAMLError

    try:
        facts, body = frontmatter.parse(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        cause = getattr(error, "problem", None) or (
            str(error) if isinstance(error, ValueError) else "it is not YAML"
        )
        yield ImportProblem(f"the front matter can't be read: {cause}", file=file, row=mark and mark.line + 2)
        return
    if not facts.get("title"):
        first = next((block for block in blocks(body)), None)
        if first is None or first.kind != "heading":
            yield ImportProblem("it has neither a title in the front matter nor a heading", file=file)
            return
        facts, body = facts | {"title": first.text}, _without_first(body, first.source)
    yield draft(facts | {"body": body}, file=file, default_id=PurePath(file).stem)


def _without_first(body: str, source: str) -> str:
    return body.split(source, 1)[1].strip()
