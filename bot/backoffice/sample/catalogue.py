"""The sample shop's files: what it sells, and where and how it delivers."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.backoffice.delivery import Destination, ShippingMethod
from bot.errors import InvalidInput
from kb.yaml_files import read_yaml

T = TypeVar("T")


@dataclass(frozen=True)
class Product:
    """Something the sample shop sells; made to order when `lead_days` is above 0.

    `furniture` is picked up when it goes back and is too heavy for Express; `returned` is the condition in
    which it may go back.
    """

    sku: str
    name: str
    price: Decimal
    category: str
    text: str
    lead_days: int = 0
    furniture: bool = False
    returned: str = ""


def load_products(path: Path) -> tuple[Product, ...]:
    """The products of a YAML file (a list of mappings with the fields of `Product`).

    Raises:
        InvalidInput: the file is missing or can't be used; names file and row.
    """
    return _load(path, _product)


def load_destinations(path: Path) -> tuple[Destination, ...]:
    """The destinations of a YAML file: `country`, `name`, `aliases?`, `methods: [{name, days, price, ...}]`.

    Raises:
        InvalidInput: the file is missing or can't be used; names file and row.
    """
    return _load(path, _destination)


def _load(path: Path, read: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    try:
        rows = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path} can't be read: {error}") from error
    if not isinstance(rows, list):
        raise InvalidInput(f"{path} should be a list")
    made = []
    for number, row in enumerate(rows, start=1):
        try:
            made.append(read(row))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise InvalidInput(f"{path}, row {number}: {type(error).__name__} {error}") from error
    return tuple(made)


def _product(row: dict[str, Any]) -> Product:
    return Product(
        sku=row["sku"],
        name=row["name"],
        price=_dollars(row["price"]),
        category=row["category"],
        text=row["text"],
        lead_days=int(row.get("lead_days", 0)),
        furniture=bool(row.get("furniture", False)),
        returned=row.get("returned", ""),
    )


def _destination(row: dict[str, Any]) -> Destination:
    return Destination(
        country=str(row["country"]).upper(),
        name=row["name"],
        aliases=tuple(row.get("aliases", ())),
        methods=tuple(_method(method) for method in row["methods"]),
    )


def _method(row: dict[str, Any]) -> ShippingMethod:
    fewest, most = row["days"]
    free_from = row.get("free_from")
    return ShippingMethod(
        name=row["name"],
        days=(int(fewest), int(most)),
        price=_dollars(row["price"]),
        free_from=None if free_from is None else _dollars(free_from),
    )


def _dollars(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
