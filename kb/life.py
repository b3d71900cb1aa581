"""An article's life: draft → in review → published → archived, as one table (pure).

The status is that of the newest version. A published article that is edited becomes a draft again while
visitors go on getting the version that is published.
"""

from enum import StrEnum

from kb.articles import Status
from kb.errors import Conflict


class Step(StrEnum):
    """What can be done with an article."""

    SAVE = "save"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    ARCHIVE = "archive"


class Duty(StrEnum):
    """What somebody has to be trusted with to take a step: writing, or what visitors get."""

    WRITE = "write"
    DECIDE = "decide"


DUTIES: dict[Step, Duty] = {
    Step.SAVE: Duty.WRITE,
    Step.SUBMIT: Duty.WRITE,
    Step.SEND_BACK: Duty.WRITE,
    Step.PUBLISH: Duty.DECIDE,
    Step.ARCHIVE: Duty.DECIDE,
}

# Who reviews may mend a word without taking the article out of the review.
_LIFE: dict[Status, dict[Step, Status]] = {
    Status.DRAFT: {
        Step.SAVE: Status.DRAFT,
        Step.SUBMIT: Status.IN_REVIEW,
        Step.PUBLISH: Status.PUBLISHED,
        Step.ARCHIVE: Status.ARCHIVED,
    },
    Status.IN_REVIEW: {
        Step.SAVE: Status.IN_REVIEW,
        Step.SEND_BACK: Status.DRAFT,
        Step.PUBLISH: Status.PUBLISHED,
        Step.ARCHIVE: Status.ARCHIVED,
    },
    Status.PUBLISHED: {
        Step.SAVE: Status.DRAFT,
        Step.PUBLISH: Status.PUBLISHED,
        Step.ARCHIVE: Status.ARCHIVED,
    },
    Status.ARCHIVED: {
        Step.SAVE: Status.DRAFT,
        Step.PUBLISH: Status.PUBLISHED,
        Step.ARCHIVE: Status.ARCHIVED,
    },
}

AFTER_SAVING: dict[Status, Status] = {status: steps[Step.SAVE] for status, steps in _LIFE.items()}

_REFUSALS = {
    Step.SUBMIT: "Only a draft can be given to review.",
    Step.SEND_BACK: "Only what is in review can be sent back.",
}


def possible(status: Status) -> tuple[Step, ...]:
    """The steps that can be taken from here."""
    return tuple(_LIFE[status])


def after(status: Status, step: Step) -> Status:
    """The status that a step leads to.

    Raises:
        Conflict: the step can't be taken from here; the sentence says when it can.
    """
    try:
        return _LIFE[status][step]
    except KeyError:
        raise Conflict(_REFUSALS[step]) from None
