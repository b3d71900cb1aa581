"""The contract that a shop implements: an OpenAPI document made of the calls' table and the port's types."""

import re
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from bot.backoffice.refusals import RefusalCode
from bot.backoffice.remote.operations import OPERATIONS, Operation

_ABOUT = (
    "What a shop answers so that Firstline's self-service works on it. Money is a string with two decimals "
    "in the shop's currency, times are RFC 3339 with an offset, countries ISO 3166-1 alpha-2 codes. A call "
    "that changes something carries `Idempotency-Key`: the same call with the same key again changes and "
    "mails nothing a second time and answers as things are then; another call with that key is a 409 without "
    "a `code`. Keep keys for at least a day. A rule that says no is a 409 with a `code`; then nothing was "
    "changed. What the shop can't do at all is a 501: Firstline then gathers the facts for a person. Answers "
    "may have further fields."
)
_CODES = {
    "404": "There is no such thing, or it isn't this customer's.",
    "409": "The shop's rules say no (`code`), or the key was used for another call (no `code`).",
    "422": "Something in the body can't be used; `field` names it.",
    "501": "This shop can't do it.",
}


class _Schemas(GenerateJsonSchema):
    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}


def contract() -> dict[str, Any]:
    """The document."""
    kinds = {kind for one in OPERATIONS for kind in (one.answer, one.body) if kind is not None}
    named = sorted(kinds, key=lambda kind: str(kind.__name__))
    _, definitions = TypeAdapter.json_schemas(
        [(kind.__name__, "validation", TypeAdapter(kind)) for kind in named],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Schemas,
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "What Firstline asks of a shop", "version": "1.0.0", "description": _ABOUT},
        "security": [{"secret": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"secret": {"type": "http", "scheme": "bearer"}},
            "schemas": {**definitions["$defs"], "Problem": _problem()},
        },
    }


def _described(operation: Operation[Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation.id, "summary": operation.summary}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    if operation.changes:
        key = {"type": "string", "minLength": 1, "maxLength": 200}
        parameters.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
    if parameters:
        described["parameters"] = parameters
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _json(_ref(operation.body.__name__))}
    described["responses"] = {**_good(operation), **{code: _bad(words) for code, words in _CODES.items()}}
    return described


def _good(operation: Operation[Any]) -> dict[str, Any]:
    if operation.answer is None:
        return {"204": {"description": "Done."}}
    schema = _ref(operation.answer.__name__)
    if operation.many:
        items = {"type": "array", "items": schema}
        schema = {"type": "object", "properties": {"items": items}, "required": ["items"]}
    return {"200": {"description": operation.summary, "content": _json(schema)}}


def _bad(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem() -> dict[str, Any]:
    """RFC 9457, with what Firstline reads of it."""
    return {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "A sentence for the visitor."},
            "field": {"type": "string"},
            "code": {"type": "string", "enum": [code.value for code in RefusalCode]},
        },
    }
