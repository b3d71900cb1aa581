"""Contacts, orders and carts from elsewhere, and what contacts cost: see docs/contacts.md."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials

from bot.errors import InvalidInput
from bot.ledger.channels.importing import import_rows, rows_of
from bot.ledger.channels.records import COLUMNS, What
from bot.ledger.prices.model import PRICED, ChannelPrice
from bot.ledger.words import CHANNEL_TITLES, words
from bot.staff import audit
from bot.staff.accounts import Role, require
from bot.staff.api_tokens import Scope
from bot.web import audited, schemas
from bot.web.parts import Parts, parts_of
from bot.web.routes.analytics import bearer
from bot.web.security import Admin, TheParts, staff_of

router = APIRouter(prefix="/api/v1", tags=["records"])
_LARGEST = 20 * 1024 * 1024
_MOST_PROBLEMS = 200
Zone = Annotated[
    str | None, Query(max_length=60, description="of times without a zone; default: the company's")
]


async def may_import(
    request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Let admins and programs with a token for imports in.

    Raises:
        NotSignedIn: nobody is signed in, or the token is unknown or revoked.
        NotAllowed: not an admin, or a token that only reads.
    """
    parts = parts_of(request)
    if token is not None:
        found = await to_thread.run_sync(parts.api_tokens.check, token.credentials, parts.now(), Scope.IMPORT)
        audited.begin(parts, request, None)
        audit.by(found)
    else:
        require(await staff_of(request, request.headers.get("x-firstline")), Role.ADMIN)


MayImport = Depends(may_import)


@router.post("/records/{what}", dependencies=[MayImport])
async def import_records(
    what: What, body: schemas.RecordRows, parts: TheParts, timezone: Zone = None
) -> schemas.RecordsImported:
    """Keep contacts, orders or carts; what can't be used is named, and sent again nothing changes."""
    return await to_thread.run_sync(_imported, parts, what, body.rows, timezone)


@router.post(
    "/records/{what}/csv",
    dependencies=[MayImport],
    openapi_extra={
        "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
    },
)
async def import_csv(
    what: What, request: Request, parts: TheParts, timezone: Zone = None
) -> schemas.RecordsImported:
    """The same from a CSV file of up to 20 MB: the file is the body."""
    given = bytearray()
    async for part in request.stream():
        given += part
        if len(given) > _LARGEST:
            raise InvalidInput("A file of up to 20 MB can be sent: split it.")

    def read() -> schemas.RecordsImported:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{what}.csv"
            path.write_bytes(given)
            return _imported(parts, what, rows_of(path, what), timezone)

    return await to_thread.run_sync(read)


@router.get("/admin/prices")
async def prices(_admin: Admin, parts: TheParts) -> schemas.Prices:
    """What contacts cost on each channel today, and all prices that were ever set."""
    return await to_thread.run_sync(_prices, parts)


@router.post("/admin/prices", status_code=201)
async def set_price(body: schemas.NewPrice, admin: Admin, parts: TheParts) -> schemas.Prices:
    """Set a channel's prices from a day on; those of an earlier day change figures of the past."""

    def keep() -> schemas.Prices:
        audit.tell(channel=body.channel, since=body.since.isoformat())
        price = ChannelPrice(**body.model_dump())
        parts.prices.set(price, by_id=admin.id, by_name=admin.name, at=parts.now())
        return _prices(parts)

    return await to_thread.run_sync(keep)


def _imported(
    parts: Parts, what: What, rows: Iterable[Mapping[str, Any]], timezone: str | None
) -> schemas.RecordsImported:
    reader = parts.records_reader(timezone or parts.settings.time_zone)
    report = import_rows(parts.channels, reader, what, rows, parts.now())
    audit.tell(what=what, added=report.added, failed=len(report.failed))
    return schemas.RecordsImported(
        what=report.what,
        added=report.added,
        unchanged=report.unchanged,
        failed=len(report.failed),
        problems=[schemas.RowProblem.model_validate(vars(one)) for one in report.failed[:_MOST_PROBLEMS]],
    )


def _prices(parts: Parts) -> schemas.Prices:
    versions = parts.prices.versions()
    today = parts.now().astimezone(parts.settings.zone).date()
    in_force = parts.prices.in_force()
    return schemas.Prices(
        channels=[
            schemas.PricedChannel(
                channel=channel,
                title=CHANNEL_TITLES.get(channel, words(channel)),
                price=schemas.Price.model_validate(vars(price))
                if (price := in_force.at(channel, today))
                else None,
            )
            for channel in PRICED
        ],
        versions=[
            schemas.PriceVersion(
                **vars(one.price),
                number=one.number,
                title=CHANNEL_TITLES.get(one.price.channel, words(one.price.channel)),
                at=one.at,
                by=one.by_name,
            )
            for one in versions
        ],
        columns={what: list(names) for what, names in COLUMNS.items()},
        time_zone=parts.settings.time_zone,
    )
