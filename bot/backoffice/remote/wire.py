"""The port's objects as JSON and back, and a shop's errors as ours."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, NoReturn

import structlog
from pydantic import TypeAdapter, ValidationError

from bot.backoffice.refusals import RefusalCode, not_supported
from bot.backoffice.remote.operations import A, Operation
from bot.backoffice.transport import Answer
from bot.errors import BackofficeUnavailable, Conflict, InvalidInput, NotFound, Refused

_log = structlog.get_logger()
_UNUSABLE = "The shop's systems answered with something that can't be used."


def sent(body: Any) -> Any:
    """A body as JSON."""
    return None if body is None else TypeAdapter(type(body)).dump_python(body, mode="json")


def read(operation: Operation[A], answer: Answer) -> A:
    """What a call answered.

    Raises:
        NotFound, InvalidInput, Refused, Conflict: as the shop said.
        BackofficeUnavailable: the answer isn't one of the contract's.
    """
    if answer.status >= 400:
        _fail(operation, answer)
    made: A = _made(operation, operation.answer, answer.body)
    return made


def read_many(operation: Operation[A], answer: Answer) -> tuple[A, ...]:
    """What a call answered with a list; raises as `read`."""
    if answer.status >= 400:
        _fail(operation, answer)
    items = answer.body.get("items") if isinstance(answer.body, dict) else None
    made: tuple[A, ...] = _made(operation, tuple[operation.answer, ...], items)  # type: ignore[name-defined]
    return made


def _made(operation: Operation[Any], kind: Any, body: Any) -> Any:
    try:
        made = _reader(kind).validate_python(body)
    except ValidationError as error:
        # The places, not the values: they may be personal.
        places = [one["loc"] for one in error.errors(include_input=False)]
        _log.error("shop answer can't be used", call=operation.id, places=places[:5])
        raise BackofficeUnavailable(_UNUSABLE) from None
    if not _has_zones(made):
        _log.error("shop answer has a time without a zone", call=operation.id)
        raise BackofficeUnavailable(_UNUSABLE)
    return made


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _has_zones(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, tuple):
        return all(map(_has_zones, value))
    if is_dataclass(value):
        return all(_has_zones(getattr(value, one.name)) for one in fields(value))
    return True


def _fail(operation: Operation[Any], answer: Answer) -> NoReturn:
    problem = answer.body if isinstance(answer.body, dict) else {}
    detail, code = problem.get("detail"), problem.get("code")
    if not isinstance(detail, str):
        # A page that isn't the shop's API has no problem details.
        _log.error("shop answer isn't a problem of the contract", call=operation.id, status=answer.status)
        raise BackofficeUnavailable(_UNUSABLE)
    if answer.status == 404:
        raise NotFound(detail)
    if answer.status == 409 and isinstance(code, str):
        known = code if code in set(RefusalCode) else RefusalCode.NEEDS_A_PERSON.value
        raise Refused(detail, code=known)
    if answer.status == 409:
        raise Conflict(detail)
    if answer.status == 422:
        field = problem.get("field")
        raise InvalidInput(detail, field=field if isinstance(field, str) else None)
    if answer.status == 501:
        raise not_supported("do this")
    _log.error("shop answer isn't one of the contract", call=operation.id, status=answer.status)
    raise BackofficeUnavailable(_UNUSABLE)
