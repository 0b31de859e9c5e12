"""From a template's RequestValidators, Models and Authorizers to what the methods of an API refer to."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lgtui.emulator.gateway.model import Model, RequestValidator
from lgtui.emulator.gateway.openapi import Definitions
from lgtui.emulator.gateway.openapi.definitions import key_source
from lgtui.emulator.gateway.openapi.node import Node
from lgtui.emulator.gateway.openapi.security import read_authorizer
from lgtui.project.attributes import model_reference
from lgtui.project.template import Template

REQUEST_VALIDATOR = "AWS::ApiGateway::RequestValidator"
MODEL = "AWS::ApiGateway::Model"
AUTHORIZER = "AWS::ApiGateway::Authorizer"


def plan_definitions(template: Template, api_id: str, api: Mapping[str, Any], read: Definitions) -> Definitions:
    """The definitions of an API's document, and those that the template has as resources of their own.

    Args:
        api_id: the API's.
        api: the properties of the RestApi.
        read: what its document defines.

    Raises:
        BadRequestException: the API key source is none, or an authorizer's type or time to live.
    """
    validators = {
        template.stack.stable_id(6, logical_id): _validator(logical_id, properties)
        for logical_id, properties in template.of_type(REQUEST_VALIDATOR)
        if properties.get("RestApiId") == api_id
    }
    models = [
        _model(logical_id, properties)
        for logical_id, properties in template.of_type(MODEL)
        if properties.get("RestApiId") == api_id
    ]
    authorizers = {
        template.stack.stable_id(6, logical_id): read_authorizer(
            str(properties.get("Name") or logical_id), Node(properties)
        )
        for logical_id, properties in template.of_type(AUTHORIZER)
        if properties.get("RestApiId") == api_id
    }
    written = api.get("ApiKeySourceType")
    return Definitions(
        validators={**read.validators, **validators},
        models={**read.models, **{model.name: model for model in models}},
        api_key_source=key_source(written) if written else read.api_key_source,
        authorizers={**read.authorizers, **authorizers},
        trails=read.trails,
    )


def _validator(logical_id: str, properties: Mapping[str, Any]) -> RequestValidator:
    return RequestValidator(
        id=logical_id,
        name=str(properties.get("Name") or logical_id),
        validate_request_body=is_true(properties.get("ValidateRequestBody")),
        validate_request_parameters=is_true(properties.get("ValidateRequestParameters")),
    )


def _model(logical_id: str, properties: Mapping[str, Any]) -> Model:
    schema = properties.get("Schema")
    name = model_reference(logical_id, properties)
    return Model(
        id=name,
        name=name,
        description=str(properties.get("Description") or ""),
        schema=schema if isinstance(schema, str) else msgspec.json.encode(schema or {}).decode(),
        content_type=str(properties.get("ContentType") or "application/json"),
    )


def is_true(value: Any) -> bool:
    """Whether a property is true, written as a truth value or as a text."""
    return value is True or str(value).lower() == "true"
