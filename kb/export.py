"""Articles to files that the import reads back without a change."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kb.articles import Article
from kb.errors import InvalidInput

_LONGEST_NAME = 200


def export_articles(articles: Iterable[Article], path: Path) -> int:
    """Write to one JSON file if `path` ends in .json, else to a folder of Markdown; gives their number.

    Raises:
        InvalidInput: the folder or file can't be written.
    """
    chosen = list(articles)
    try:
        if path.suffix.lower() == ".json":
            path.parent.mkdir(parents=True, exist_ok=True)
            facts = [_facts(article) for article in chosen]
            path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        else:
            path.mkdir(parents=True, exist_ok=True)
            for article in chosen:
                (path / _file_name(article.id)).write_text(_markdown(article), encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} can't be written: {error.strerror}.") from error
    return len(chosen)


def _file_name(article_id: str) -> str:
    """A name any file system takes; the id itself stands in the front matter."""
    name = quote(article_id, safe=" ")
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}-{hashlib.sha256(article_id.encode()).hexdigest()[:10]}"
    return f"{name}.md"


def _facts(article: Article) -> dict[str, Any]:
    content = article.content
    facts: dict[str, Any] = {
        "id": article.id,
        "title": content.title,
        "questions": list(content.variants),
        "answer": content.shown_answer,
        "body": content.body,
        "tags": list(content.tags),
        "category": content.category,
        "locale": content.locale,
        "department": content.department,
        "review_by": content.review_by.isoformat() if content.review_by else None,
    }
    needed = ("id", "title", "answer", "body")
    return {name: value for name, value in facts.items() if value or name in needed}


def _markdown(article: Article) -> str:
    import yaml

    facts = _facts(article)
    body = facts.pop("body")
    if not article.content.answer:
        del facts["answer"]
    head = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=110)
    return f"---\n{head}---\n\n{body}\n"
