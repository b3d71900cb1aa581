"""The public app: routes, pages, headers, errors."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.templating import Jinja2Templates

from bot import errors
from bot.web import problems
from bot.web.metrics import Metrics
from bot.web.middleware import AroundEveryAnswer
from bot.web.parts import Parts
from bot.web.problems import status_of
from bot.web.routes import (
    access,
    admin,
    alerts,
    analytics,
    api_tokens,
    articles,
    audit,
    blocks,
    canned,
    company,
    corrections,
    departments,
    desk,
    desk_chats,
    external_desk,
    files,
    golden,
    health,
    help,
    live,
    pages,
    policy,
    reasons,
    records,
    staff,
    supervisor,
    switches,
    visitors,
)

_HERE = Path(__file__).parent


def create_app(
    parts: Parts, lifespan: Callable[[], AbstractAsyncContextManager[None]] | None = None
) -> FastAPI:
    """The app that serves these parts; `lifespan` runs what goes on behind the requests."""

    @asynccontextmanager
    async def run(_app: FastAPI) -> AsyncIterator[None]:
        if lifespan is None:
            yield
        else:
            async with lifespan():
                yield

    app = FastAPI(
        title="Firstline",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=run,
    )
    app.state.parts = parts
    app.state.templates = Jinja2Templates(_HERE / "templates")
    app.state.metrics = Metrics()
    problems.install(app)
    _install_error_pages(app)
    for module in (
        visitors,
        live,
        help,
        staff,
        access,
        audit,
        blocks,
        desk,
        supervisor,
        desk_chats,
        files,
        canned,
        corrections,
        departments,
        admin,
        alerts,
        analytics,
        api_tokens,
        reasons,
        records,
        articles,
        golden,
        policy,
        switches,
        health,
        company,
        external_desk,
        pages,
    ):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=_HERE / "static", check_dir=False), name="static")
    app.add_middleware(AroundEveryAnswer, metrics=app.state.metrics)
    return app


def _install_error_pages(app: FastAPI) -> None:
    """A person who opens a page that isn't there gets a page; a program gets a problem."""
    as_problem = app.exception_handlers[errors.FirstlineError], app.exception_handlers[HTTPException]

    def wants_page(request: Request) -> bool:
        return not request.url.path.startswith(("/api/", "/static/")) and "text/html" in request.headers.get(
            "accept", ""
        )

    async def ours(request: Request, error: Exception) -> Response:
        if isinstance(error, errors.FirstlineError) and wants_page(request):
            return _error_page(request, status_of(error), str(error))
        return await _call(as_problem[0], request, error)

    async def http(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and wants_page(request):
            text = "There is no page here." if error.status_code == HTTPStatus.NOT_FOUND else error.detail
            return _error_page(request, HTTPStatus(error.status_code), text)
        return await _call(as_problem[1], request, error)

    app.add_exception_handler(errors.FirstlineError, ours)
    app.add_exception_handler(HTTPException, http)


async def _call(
    handler: Callable[..., Response | Awaitable[Response]], request: Request, error: Exception
) -> Response:
    answer = handler(request, error)
    return answer if isinstance(answer, Response) else await answer


def _error_page(request: Request, status: HTTPStatus, detail: str) -> Response:
    templates: Jinja2Templates = request.app.state.templates
    content = {
        "shop_name": request.app.state.parts.settings.shop_name,
        "status": status.value,
        "title": status.phrase,
        "detail": detail,
    }
    return templates.TemplateResponse(request, "error.html", content, status_code=status.value)
