"""The supervisor's board on the wire."""

from bot.conversation.model import Conversation
from bot.handoff import words
from bot.handoff.board import AgentLine, DepartmentLine
from bot.web import schemas
from bot.web.parts import Parts


def board(parts: Parts) -> schemas.Board:
    """The board at this moment."""
    now = parts.now()
    found = parts.desk.board.read(now)
    departments = [_department(line) for line in found.departments]
    chats = [chat.id for line in found.agents for chat in line.chats]
    unanswered = parts.conversations.unread(chats)
    longest = [one.longest_since for one in departments if one.longest_since is not None]
    return schemas.Board(
        at=now,
        waiting=sum(one.waiting for one in departments),
        longest_since=min(longest, default=None),
        waits_today=sum(one.waits_today for one in departments),
        abandoned_today=sum(one.abandoned_today for one in departments),
        departments=departments,
        agents=[_agent(parts, line, unanswered) for line in found.agents],
    )


def _department(line: DepartmentLine) -> schemas.BoardDepartment:
    return schemas.BoardDepartment(
        key=line.key,
        name=line.name,
        open=line.open,
        waiting=line.waiting,
        longest_since=line.longest_since,
        on_duty=line.on_duty,
        chats=line.chats,
        capacity=line.capacity,
        waits_today=line.today.begun,
        abandoned_today=line.today.abandoned,
    )


def _agent(parts: Parts, line: AgentLine, unanswered: dict[str, int]) -> schemas.BoardAgent:
    return schemas.BoardAgent(
        id=line.profile.agent_id,
        name=line.profile.name,
        presence=line.status.value,
        last_active=line.last_active,
        departments=list(line.profile.departments),
        load=line.load,
        capacity=line.profile.capacity,
        chats=[_chat(parts, one, unanswered.get(one.id, 0)) for one in line.chats],
    )


def _chat(parts: Parts, one: Conversation, unanswered: int) -> schemas.BoardChat:
    return schemas.BoardChat(
        conversation_id=one.id,
        visitor=words.visitor_name(one),
        reason_title=parts.reasons.named(one.reason).title,
        value=one.value or "medium",  # type: ignore[arg-type]
        department=one.department,
        since=one.accepted_at,
        unanswered=unanswered,
    )
