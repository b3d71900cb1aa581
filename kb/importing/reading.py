"""What an import reads: drafts and problems, from one file or a folder of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.errors import ImportProblem, InvalidInput
from kb.gate import Override
from kb.importing.decoding import decoded
from kb.importing.drafts import Draft, GoldenDraft
from kb.progress import Progress, silent

Found = Draft | GoldenDraft | Override | ImportProblem
Reader = Callable[[str, str], Iterable[Found]]


@dataclass(frozen=True)
class Read:
    """All that could be read, and what could not; no id twice.

    Only archives carry golden questions, and what was published although some broke.
    """

    drafts: tuple[Draft, ...]
    problems: tuple[ImportProblem, ...]
    golden: tuple[GoldenDraft, ...] = ()
    overrides: tuple[Override, ...] = ()


def read_path(path: Path, *, progress: Progress = silent) -> Read:
    """Read a file, or all files of a known kind in a folder and below it.

    Raises:
        InvalidInput: there is nothing, or nothing of a kind that can be imported.
    """
    known = readers()
    kinds = ", ".join(sorted(known))
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in known)
        files = [
            one for one in files if not any(part.startswith(".") for part in one.relative_to(path).parts)
        ]
        if not files:
            raise InvalidInput(f"There is no file to import in {path} ({kinds}).")
    elif not path.exists():
        raise InvalidInput(f"There is nothing at {path}.")
    elif path.suffix.lower() not in known:
        raise InvalidInput(f"{path.name} is of a kind that can't be imported; these can: {kinds}.")
    else:
        files = [path]
    found: list[Found] = []
    for number, file in enumerate(files, start=1):
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        found.extend(_read_file(file, name, known[file.suffix.lower()]))
        progress("Reading", number, len(files))
    return without_doubles(found)


def readers() -> dict[str, Reader]:
    """What reads a file, by the end of its name."""
    from kb.importing.csv import read_csv
    from kb.importing.html import read_html
    from kb.importing.json import read_json
    from kb.importing.markdown import read_markdown

    return {
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".csv": read_csv,
        ".tsv": read_csv,
        ".json": read_json,
        ".html": read_html,
        ".htm": read_html,
    }


def without_doubles(found: Iterable[Found]) -> Read:
    """The first draft of each id; the others are problems. Of a golden question the last counts."""
    drafts: dict[str, Draft] = {}
    problems: list[ImportProblem] = []
    golden: dict[str, GoldenDraft] = {}
    overrides: list[Override] = []
    for one in found:
        if isinstance(one, ImportProblem):
            problems.append(one)
        elif isinstance(one, GoldenDraft):
            golden[one.golden.id] = one
        elif isinstance(one, Override):
            overrides.append(one)
        elif one.id in drafts:
            first = drafts[one.id]
            place = first.file if first.row is None else f"{first.file}, row {first.row}"
            problems.append(
                ImportProblem(f"the id “{one.id}” was used before, in {place}", file=one.file, row=one.row)
            )
        else:
            drafts[one.id] = one
    return Read(tuple(drafts.values()), tuple(problems), tuple(golden.values()), tuple(overrides))


def _read_file(file: Path, name: str, reader: Reader) -> list[Found]:
    try:
        text = decoded(file.read_bytes())
    except ValueError as error:
        return [ImportProblem(str(error), file=name)]
    except OSError as error:
        return [ImportProblem(f"it can't be read: {error.strerror}", file=name)]
    if not text.strip():
        return [ImportProblem("it is empty", file=name)]
    return list(reader(text, name))
