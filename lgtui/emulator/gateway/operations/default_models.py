"""The models that every new API has."""

import random

from lgtui.emulator.gateway.ids import short_id
from lgtui.emulator.gateway.model import Model

_DRAFT = "http://json-schema.org/draft-04/schema#"

_SCHEMAS = {
    "Empty": f'''{{
  "$schema": "{_DRAFT}",
  "title" : "Empty Schema",
  "type" : "object"
}}''',
    "Error": f'''{{
  "$schema" : "{_DRAFT}",
  "title" : "Error Schema",
  "type" : "object",
  "properties" : {{
    "message" : {{ "type" : "string" }}
  }}
}}''',
}


def default_models(ids: random.Random) -> dict[str, Model]:
    """`Empty` and `Error`, as AWS makes them (fact valid-011)."""
    return {
        name: Model(
            id=short_id(ids, 6),
            name=name,
            description=f"This is a default {name.lower()} schema model",
            schema=schema,
        )
        for name, schema in _SCHEMAS.items()
    }
