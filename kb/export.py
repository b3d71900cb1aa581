"""Articles to files that the import reads back without a change."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from kb.archive import Archive, content_facts
from kb.articles import Article
from kb.errors import InvalidInput
from kb.importing.csv import COLUMNS
from kb.progress import Progress, silent

_LONGEST_NAME = 200
# YAML takes these for line ends and folds them, unless they are written as escapes.
_YAML_BREAKS = re.compile("[\x85\u2028\u2029]")


def is_archive(path: Path) -> bool:
    """Whether this is to be an archive of everything."""
    return path.suffix.lower() == ".json"


def export_archive(archive: Archive, path: Path) -> int:
    """Write everything there is to one JSON file; gives the number of articles.

    Raises:
        InvalidInput: the file can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            json.dump(archive.facts(), file, ensure_ascii=False, indent=1)
            file.write("\n")
    except OSError as error:
        raise InvalidInput(f"{path} can't be written: {error.strerror}.") from error
    return len(archive.histories)


def export_articles(articles: Iterable[Article], path: Path, *, progress: Progress = silent) -> int:
    """Write to one file if `path` ends in .csv, else to a folder of Markdown; gives their number.

    Both carry everything an author writes, but neither status nor earlier versions: only an archive does.

    Raises:
        InvalidInput: the folder or file can't be written.
    """
    chosen = list(articles)
    try:
        if path.suffix.lower() == ".csv":
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                _write_csv(file, chosen)
        else:
            path.mkdir(parents=True, exist_ok=True)
            for number, article in enumerate(chosen, start=1):
                progress("Writing", number, len(chosen))
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
    return {"id": article.id} | content_facts(article.content)


def _write_csv(file: IO[str], articles: Iterable[Article]) -> None:
    """A row for each way of asking: the first has all the rest of the article, the others its id."""
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for article in articles:
        facts = _facts(article)
        questions = facts.pop("questions", None) or [""]
        facts["answer"] = article.content.answer
        facts["tags"] = _joined(article.content.tags)
        writer.writerow(facts | {"question": questions[0]})
        writer.writerows({"id": article.id, "question": question} for question in questions[1:])


def _joined(tags: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(tags)
    return line.getvalue()


def _markdown(article: Article) -> str:
    import yaml

    facts = _facts(article)
    body = facts.pop("body")
    if not article.content.answer:
        del facts["answer"]
    plain = not _YAML_BREAKS.search(json.dumps(facts, ensure_ascii=False))
    head = yaml.safe_dump(facts, allow_unicode=plain, sort_keys=False, width=110)
    return f"---\n{head}---\n\n{body}\n"
