"""How the API describes itself: `openapi.yaml`, written by `make openapi` and checked for freshness."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is the stable word for what went wrong, `detail` a sentence in the "
    "reader's language, `arguments` the figures behind it.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "arguments": {"type": "object", "additionalProperties": {}},
    },
    "required": ["type", "title", "status", "detail", "code", "arguments"],
}


class Schema(AutoSchema):
    """Names a shape after its app, for two apps may use one word: `TradingOffer`, `CampaignsOffer`. Those
    that all apps share (`apps.ledger.api`) are one each: `Act`, `Signable`.
    """

    def get_serializer_name(self, serializer: Any, direction: Literal["request", "response"]) -> str:
        """The app's name before the class's."""
        name: str = super().get_serializer_name(serializer, direction)
        module: str = serializer.__class__.__module__
        package = module.split(".")
        if module == "apps.ledger.api" or package[0] != "apps":
            return name
        return package[1].capitalize() + name


def add_problems(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """A post-processing hook: whatever else an operation answers is a problem document."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer = {"description": "What went wrong", "content": {"application/problem+json": shape}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = answer
    return result


def described() -> dict[str, Any]:
    """The whole description, in the language that is active."""
    generator = SchemaGenerator()
    found: dict[str, Any] = generator.get_schema(request=None, public=True)
    return found


def document() -> str:
    """The whole description as YAML, in English. Raises where it is no valid OpenAPI."""
    with override("en"):
        schema = described()
    validate_schema(schema)
    written: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})
    return written.decode()
