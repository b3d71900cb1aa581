"""Files of a conversation: kept beside the database, gone with it."""

import io

import pytest
from PIL import Image
from sqlalchemy import delete

from bot.attachments.rules import KNOWN_TYPES
from bot.attachments.store import FileRules, FileStore
from bot.conversation.tables import conversations
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound, TransitionRefused

PDF = b"%PDF-1.7\nbill"
TOMORROW = 10**11


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def files(db, store, folder):
    return FileStore(db, store, folder, FileRules(10_000, KNOWN_TYPES, per_conversation=2))


@pytest.fixture
def photo():
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(out, "PNG")
    return out.getvalue()


def on_disk(folder):
    return sorted(path.name for path in folder.glob("*/*"))


def test_a_visitors_picture_is_kept_with_a_preview(files, store, with_ada, clock, photo, folder):
    kept = files.send_as_visitor(with_ada.id, "mirror.png", photo, "f1", clock())
    card = kept.message.payload
    assert (card["kind"], card["name"], card["size"], card["image"]) == (
        "file",
        "mirror.png",
        len(photo),
        True,
    )
    found = files.find(with_ada.id, card["file_id"])
    assert files.content(found).read_bytes() == photo
    assert files.preview(found).read_bytes()[8:12] == b"WEBP"
    assert files.content(found).stat().st_mode & 0o777 == 0o600
    assert store.messages(with_ada.id)[-1] == kept.message


def test_sent_twice_it_is_kept_once(files, store, with_ada, clock, folder, ada):
    first = files.send_as_agent(with_ada.id, ada, "bill.pdf", PDF, "f1", clock())
    again = files.send_as_agent(with_ada.id, ada, "bill.pdf", PDF, "f1", clock())
    assert (first.message, first.new, again.new) == (again.message, True, False)
    assert on_disk(folder) == [first.message.payload["file_id"]]
    with pytest.raises(Conflict):
        files.send_as_agent(with_ada.id, ada, "other.pdf", PDF, "f1", clock())


def test_what_is_refused_leaves_nothing_behind(files, store, queued, conversation, clock, folder, ada, ben):
    before = store.get(queued.id)
    with pytest.raises(InvalidInput, match="can be sent"):
        files.send_as_visitor(queued.id, "x.pdf", b"MZ\x90\x00", "f1", clock())
    with pytest.raises(InvalidInput, match="too large"):
        files.send_as_visitor(queued.id, "x.pdf", PDF + b"x" * 10_000, "f1", clock())
    with pytest.raises(InvalidInput, match="client_message_id"):
        files.send_as_visitor(queued.id, "x.pdf", PDF, "", clock())
    with pytest.raises(TransitionRefused):
        files.send_as_agent(queued.id, ben, "x.pdf", PDF, "f1", clock())
    assert on_disk(folder) == []
    assert store.get(queued.id) == before


def test_the_bot_gets_no_files(files, conversation, clock, folder):
    with pytest.raises(TransitionRefused, match="talking to a person"):
        files.send_as_visitor(conversation.id, "x.pdf", PDF, "f1", clock())
    assert on_disk(folder) == []


def test_only_the_agent_who_has_the_conversation_sends(files, with_ada, clock, ben, folder):
    with pytest.raises(NotAllowed):
        files.send_as_agent(with_ada.id, ben, "x.pdf", PDF, "f1", clock())
    assert on_disk(folder) == []


def test_a_conversation_holds_so_many_and_no_more(files, with_ada, clock, folder):
    for number in (1, 2):
        files.send_as_visitor(with_ada.id, "x.pdf", PDF, f"f{number}", clock())
    with pytest.raises(InvalidInput, match="no more can be sent"):
        files.send_as_visitor(with_ada.id, "x.pdf", PDF, "f3", clock())
    assert len(on_disk(folder)) == 2


def test_a_file_belongs_to_its_conversation_alone(files, store, with_ada, clock):
    other = store.start(visitor_id="another", at=clock())
    sent = files.send_as_visitor(with_ada.id, "x.pdf", PDF, "f1", clock()).message.payload["file_id"]
    with pytest.raises(NotFound):
        files.find(other.id, sent)
    with pytest.raises(NotFound):
        files.find(with_ada.id, "../secrets")


def test_files_go_with_their_conversation(files, db, with_ada, clock, folder):
    files.send_as_visitor(with_ada.id, "x.pdf", PDF, "f1", clock())
    assert files.sweep(now=TOMORROW) == 0, "its conversation is there"
    with db.write() as connection:
        connection.execute(delete(conversations).where(conversations.c.id == with_ada.id))
    assert files.sweep() == 0, "what was written this hour may be on its way into a conversation"
    assert files.sweep(now=TOMORROW) == 1
    assert on_disk(folder) == []
