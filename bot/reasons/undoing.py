"""How an edit is taken back: by the one that does the opposite, if nothing later stands on it. Pure."""

from datetime import datetime

from bot.errors import Conflict
from bot.reasons.book import Book, Entry
from bot.reasons.checks import free_phrases
from bot.reasons.edits import Edit, EditKind, plain


def opposite(edit: Edit, entry: Entry, book: Book, *, by: str, at: datetime) -> Edit:
    """The edit that takes back a change of fields, an archiving, or phrases.

    Raises:
        Conflict: it can't be taken back any more; says why.
    """
    match edit.kind:
        case EditKind.CHANGED:
            return _fields_back(edit, entry, by, at)
        case EditKind.ARCHIVED:
            if not entry.archived:
                raise Conflict("This reason was restored meanwhile.")
            return Edit(EditKind.RESTORED, edit.key, by, at, undoes=edit.number)
        case EditKind.PHRASES_ADDED:
            there = {plain(phrase.text) for phrase in entry.phrases}
            gone = tuple(text for text in edit.phrases if plain(text) in there)
            if not gone:
                raise Conflict("These phrases were removed meanwhile.")
            return Edit(EditKind.PHRASES_REMOVED, edit.key, by, at, phrases=gone, undoes=edit.number)
        case EditKind.PHRASES_REMOVED:
            back = tuple(free_phrases(edit.phrases, edit.key, book))
            if not back:
                raise Conflict("These phrases were added again meanwhile.")
            return Edit(EditKind.PHRASES_ADDED, edit.key, by, at, phrases=back, undoes=edit.number)
        case _:
            raise ValueError(f"the opposite of {edit.kind} is archiving")


def _fields_back(edit: Edit, entry: Entry, by: str, at: datetime) -> Edit:
    now = entry.reason.model_dump(mode="json")
    later = [name for name, value in edit.after.items() if now[name] != value]
    if later:
        raise Conflict(f"{later[0].replace('_', ' ').capitalize()} was changed again meanwhile.")
    return Edit(EditKind.CHANGED, edit.key, by, at, after=edit.before, before=edit.after, undoes=edit.number)
