"""The whole knowledge base as one document: every article's life, and the golden questions.

What agents said of answers (corrections) isn't in it: it belongs to a conversation and goes with it. What was
confirmed is among the golden questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kb.articles import Audience, Content, SentBack, Status, WrittenVersion
from kb.gate import Override
from kb.golden import GoldenQuestion

# The key that tells an archive from other JSON; its value is raised when an older reader would misread it.
KEY, FORM = "firstline_archive", 1


@dataclass(frozen=True)
class History:
    """An article with its whole life: all its versions, oldest first; `status` is that of the newest."""

    id: str
    versions: tuple[WrittenVersion, ...]
    status: Status
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
    published_by: str | None = None
    submitted_at: datetime | None = None
    submitted_by: str | None = None
    sent_back: SentBack | None = None

    @property
    def newest(self) -> WrittenVersion:
        """The newest version."""
        return self.versions[-1]

    @property
    def published(self) -> WrittenVersion | None:
        """The version that visitors get."""
        return next((one for one in self.versions if one.live), None)

    def unpublished(self) -> "History":
        """The same with nothing that visitors get: what was published is a draft."""
        return replace(
            self,
            versions=tuple(replace(one, live=False) for one in self.versions),
            status=Status.DRAFT if self.status is Status.PUBLISHED else self.status,
            published_at=None,
            published_by=None,
        )


@dataclass(frozen=True)
class Archive:
    """All that a knowledge base holds, of one moment."""

    histories: tuple[History, ...]
    golden: tuple[GoldenQuestion, ...] = ()
    overrides: tuple[Override, ...] = ()

    def facts(self) -> dict[str, Any]:
        """The archive as JSON has it; each article is what a plain list would have, and more."""
        return {
            KEY: FORM,
            "articles": [_history_facts(one) for one in self.histories],
            "golden_questions": [_golden_facts(one) for one in self.golden],
            "published_nevertheless": [_override_facts(one) for one in self.overrides],
        }


def content_facts(content: Content) -> dict[str, Any]:
    """What an author writes, as files have it; what is empty is left out."""
    facts: dict[str, Any] = {
        "title": content.title,
        "questions": list(content.variants),
        "answer": content.shown_answer,
        "body": content.body,
        "tags": list(content.tags),
        "category": content.category,
        "locale": content.locale,
        "department": content.department,
        "review_by": content.review_by.isoformat() if content.review_by else None,
        "owner": content.owner,
        "audience": "" if content.audience is Audience.EVERYONE else content.audience.value,
        "answer_risk": content.answer_risk,
    }
    needed = ("title", "answer", "body")
    return {name: value for name, value in facts.items() if value not in ("", None, []) or name in needed}


def _history_facts(history: History) -> dict[str, Any]:
    live = history.published
    life = {
        "status": history.status.value,
        "published_version": live.number if live else None,
        "published_at": _moment(history.published_at),
        "published_by": history.published_by,
        "submitted_at": _moment(history.submitted_at),
        "submitted_by": history.submitted_by,
        "sent_back": _sent_back_facts(history.sent_back),
        "created_at": _moment(history.created_at),
        "updated_at": _moment(history.updated_at),
        "earlier": [_version_facts(one) for one in history.versions[:-1]],
    }
    return {"id": history.id} | _version_facts(history.newest) | _known(life)


def _sent_back_facts(said: SentBack | None) -> dict[str, Any] | None:
    return None if said is None else {"comment": said.comment, "by": said.by, "at": _moment(said.at)}


def _version_facts(version: WrittenVersion) -> dict[str, Any]:
    written = {"written_at": _moment(version.written_at), "written_by": version.written_by}
    return content_facts(version.content) | {"version": version.number} | written


def _golden_facts(golden: GoldenQuestion) -> dict[str, Any]:
    facts = {
        "question": golden.expected.question,
        "decision": golden.expected.decision.value,
        "article_id": golden.expected.article_id,
        "why": golden.why,
        "added_by": golden.added_by,
        "added_at": _moment(golden.added_at),
        "conversation_id": golden.conversation_id,
    }
    return _known(facts)


def _override_facts(override: Override) -> dict[str, Any]:
    facts = {**vars(override), "step": override.step.value, "golden_ids": list(override.golden_ids)}
    return _known(facts | {"decided_at": _moment(override.decided_at)})


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
