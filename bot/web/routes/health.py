"""Whether it lives, whether it is ready, and its counters."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from bot.web.security import TheParts

router = APIRouter(tags=["operation"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/health/ready")
async def ready(parts: TheParts) -> JSONResponse:
    """Whether every part can do its work; 503 and the part's name when one can't."""
    state = await parts.readiness()
    missing = sorted(part for part, is_ready in state.items() if not is_ready)
    body = {"ready": not missing, "parts": state, "not_ready": missing}
    return JSONResponse(body, status_code=200 if not missing else 503)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Counters in Prometheus' text format."""
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)
