"""Errors in the one shape, RFC 9457 problem details; only here is it known which HTTP status one has."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot import errors

_log = structlog.get_logger()

# The first class that fits decides, so the narrower ones stand first.
_STATUS: tuple[tuple[type[errors.FirstlineError], HTTPStatus], ...] = (
    (errors.InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (errors.NotAllowed, HTTPStatus.FORBIDDEN),
    (errors.TooManyRequests, HTTPStatus.TOO_MANY_REQUESTS),
    (errors.Conflict, HTTPStatus.CONFLICT),
    (errors.Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


def status_of(error: errors.FirstlineError) -> HTTPStatus:
    """The HTTP status an error stands for."""
    return next(
        (status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )


def problem(status: HTTPStatus, detail: str, *, field: str | None = None) -> dict[str, Any]:
    """The body of an error; `detail` is a sentence for a person."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    if field:
        body["field"] = field
    return body


def problem_of(error: errors.FirstlineError) -> dict[str, Any]:
    """The body for one of our errors."""
    body = problem(status_of(error), str(error), field=getattr(error, "field", None))
    if isinstance(error, errors.PublicationStopped):
        body["regressions"] = list(error.regressions)
    if isinstance(error, errors.SecondFactorNeeded):
        body["second_factor"] = True
    if isinstance(error, errors.Blocked):
        body["blocked"] = True
    if isinstance(error, errors.Outdated):
        body |= {"newest_version": error.newest_version, "saved_by": error.saved_by}
    return body


def install(app: FastAPI) -> None:
    """Make every error of this app come out in the one shape."""

    @app.exception_handler(errors.FirstlineError)
    async def ours(_request: Request, error: errors.FirstlineError) -> Response:
        retry = (
            {"Retry-After": str(int(error.retry_after) + 1)}
            if isinstance(error, errors.TooManyRequests)
            else None
        )
        return _response(problem_of(error), retry)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        detail = f"{field}: {first['msg']}" if field else str(first["msg"])
        return _response(problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, field=field or None))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Response:
        return _response(problem(HTTPStatus(error.status_code), str(error.detail)), error.headers)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:
        # The route, not the address: a path holds ids. The error's text may hold what a person typed.
        route = getattr(request.scope.get("route"), "path", "?")
        _log.error("request failed", route=route, error=type(error).__name__)
        detail = "Something went wrong on our side. It was noted; please try again."
        return _response(problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail))


def _response(body: dict[str, Any], headers: Any = None) -> Response:
    return JSONResponse(
        body, status_code=body["status"], media_type="application/problem+json", headers=headers
    )
