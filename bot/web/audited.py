"""What each staff call is called in the audit log. A call that isn't here is logged by its own name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from bot.staff.accounts import Staff
from bot.staff.audit import NOBODY, Deed
from bot.web.parts import Parts


@dataclass(frozen=True)
class Action:
    """An action as an admin reads it, and what it is done to."""

    title: str
    kind: str | None = None


# `module.function` of the route. None: it changes nothing that anybody would look for.
ACTIONS: Mapping[str, Action | None] = {
    "staff.sign_in": Action("Signed in", "person"),
    "staff.sign_in_refused": Action("Was refused at sign-in", "person"),
    "staff.sign_out": Action("Signed out"),
    "staff.set_up": Action("Set up the account", "person"),
    "company.arrive": Action("Signed in", "person"),
    "access.begin_second_factor": Action("Began to set up a second factor"),
    "access.confirm_second_factor": Action("Switched the second factor on"),
    "access.remove_second_factor": Action("Switched the second factor off"),
    "access.end_session": Action("Signed out elsewhere"),
    "access.end_other_sessions": Action("Signed out everywhere else"),
    "access.end_sessions_of": Action("Signed a person out everywhere", "person"),
    "access.end_session_of": Action("Signed a person out in one place", "person"),
    "access.reset_second_factor": Action("Reset a second factor", "person"),
    "access.invite": Action("Made a new set-up link", "person"),
    "staff.add_person": Action("Added a person", "person"),
    "staff.change_person": Action("Changed a person", "person"),
    "desk.presence": Action("Changed presence"),
    "desk.accept": Action("Accepted a chat", "conversation"),
    "desk.let_pass": Action("Let a ringing chat pass", "conversation"),
    "supervisor.take_over": Action("Took a chat over", "conversation"),
    "supervisor.reassign": Action("Gave a chat to somebody else", "conversation"),
    "supervisor.whisper": Action("Whispered to an agent", "conversation"),
    "departments.add_department": Action("Added a department", "department"),
    "departments.change_department": Action("Changed a department", "department"),
    "departments.remove_department": Action("Removed a department", "department"),
    "desk.reply": Action("Wrote to a visitor", "conversation"),
    "desk_chats.note": Action("Wrote a note", "conversation"),
    "desk_chats.seen": None,
    "desk_chats.pause": Action("Paused a chat", "conversation"),
    "desk_chats.resume": Action("Ended a pause", "conversation"),
    "desk_chats.pass_on": Action("Passed a chat on", "conversation"),
    "files.send_as_agent": Action("Sent a visitor a file", "conversation"),
    "canned.add": Action("Added a canned message", "canned message"),
    "canned.change": Action("Changed a canned message", "canned message"),
    "canned.archive": Action("Took out a canned message", "canned message"),
    "desk.typing": None,
    "desk.return_to_bot": Action("Gave a chat back to the bot", "conversation"),
    "desk.close": Action("Closed a chat", "conversation"),
    "desk.assign_ticket": Action("Assigned a left message", "ticket"),
    "desk.answer_ticket": Action("Answered a left message", "ticket"),
    "desk.close_ticket": Action("Closed a left message", "ticket"),
    "blocks.block": Action("Blocked a visitor", "conversation"),
    "blocks.lift": Action("Undid a block", "block"),
    "corrections.correct": Action("Marked an answer as wrong", "conversation"),
    "golden.confirm": Action("Confirmed a correction", "correction"),
    "golden.dismiss": Action("Dismissed a correction", "correction"),
    "golden.add_golden": Action("Added a golden question", "golden question"),
    "golden.import_golden": Action("Imported golden questions"),
    "golden.remove_golden": Action("Removed a golden question", "golden question"),
    "articles.add_article": Action("Began an article", "article"),
    "articles.save_article": Action("Saved a draft", "article"),
    "articles.submit": Action("Gave an article to review", "article"),
    "articles.send_back": Action("Sent an article back", "article"),
    "articles.publish": Action("Published an article", "article"),
    "articles.archive": Action("Archived an article", "article"),
    "articles.restore": Action("Brought an article's version back", "article"),
    "policy.save": Action("Put a policy in force", "policy"),
    "policy.restore": Action("Put an earlier policy back in force", "policy"),
    "policy.replay": None,
    "reasons.add": Action("Added a reason", "reason"),
    "reasons.try_message": None,
    "reasons.change": Action("Changed a reason", "reason"),
    "reasons.archive": Action("Archived a reason", "reason"),
    "reasons.restore": Action("Brought a reason back", "reason"),
    "reasons.add_phrases": Action("Taught phrases", "reason"),
    "reasons.remove_phrases": Action("Removed phrases", "reason"),
    "reasons.undo": Action("Took back a change to the reasons", "reason edit"),
    "records.import_records": Action("Imported records"),
    "records.import_csv": Action("Imported records"),
    "records.set_price": Action("Set what contacts cost"),
    "switches.save": Action("Switched the bot or its skills", "switches"),
    "alerts.save": Action("Changed the alerts", "alerts"),
    "alerts.new_secret": Action("Renewed the webhook's secret", "alerts"),
    "alerts.test": Action("Sent the webhook a test"),
    "alerts.want_summary": Action("Chose whether to get the weekly summary"),
    "api_tokens.make": Action("Made an API token", "API token"),
    "api_tokens.revoke": Action("Revoked an API token", "API token"),
    "admin.try_question": None,
    "admin.preview": None,
}
_ID_LENGTH = 100


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "?"


def address_key(parts: Parts, request: Request) -> str:
    """The keyed hash under which an address is remembered."""
    return parts.keys(f"address:{address_of(request)}")


def title(action: str) -> str:
    """An action as an admin reads it."""
    known = ACTIONS.get(action)
    return known.title if known else action.replace(".", ": ").replace("_", " ").capitalize()


def begin(parts: Parts, request: Request, staff: Staff | None) -> None:
    """From here on this request does what its route says; the row is kept with its first change."""
    name = route_name(request.scope["endpoint"])
    action = ACTIONS.get(name, Action(name))
    if action is None:
        return
    target = next(iter(request.path_params.values()), None)
    parts.audit.begin(
        Deed(
            name,
            parts.now(),
            who_id=staff.id if staff else None,
            who_name=staff.name if staff else NOBODY,
            on_kind=action.kind,
            on_id=None if target is None else str(target)[:_ID_LENGTH],
            address_key=address_key(parts, request),
        )
    )


def route_name(endpoint: Any) -> str:
    """`module.function` of a route."""
    return f"{endpoint.__module__.rpartition('.')[2]}.{endpoint.__name__}"
