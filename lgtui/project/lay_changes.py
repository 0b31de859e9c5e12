"""Brings an API's resources and definitions from one plan to the next; what was made by hand beside is left alone."""

from collections.abc import Callable, Iterable
from typing import Any

from lgtui.emulator.errors import BadRequestException, ConflictException, NotFoundException
from lgtui.emulator.gateway import model
from lgtui.emulator.gateway.openapi import lay_api, lay_gateway_responses
from lgtui.emulator.gateway.service import Gateway
from lgtui.project.plan import ApiPlan

Named = tuple[str, str]
"""A definition's kind and name, or a method's path and HTTP method."""


def lay_changes(gateway: Gateway, before: ApiPlan, wanted: ApiPlan) -> None:
    """Do to an API what the template has changed; a method that it has changed is as the template says altogether.

    Raises:
        DocumentError: operations refuse something of it.
    """
    changed = {key: method for key, method in wanted.methods.items() if before.methods.get(key) != method}
    definitions, trails = wanted.definitions, wanted.definitions.trails
    if not _may_stand(before, wanted):
        lay_api(gateway, wanted.id, definitions, wanted.methods, wanted.bare_paths)
    else:
        _remove_methods(gateway, wanted.id, before.methods.keys() - wanted.methods.keys())
        new_paths = [path for path in wanted.bare_paths if path not in before.bare_paths]
        standing = _unchanged(before, wanted)
        lay_api(gateway, wanted.id, definitions, changed, new_paths, overwrite=False, standing=standing)
        _remove_paths(gateway, wanted.id, _paths(before) - _paths(wanted))
        _remove_definitions(gateway, before, wanted)
    responses = [each for each in wanted.gateway_responses if each not in before.gateway_responses]
    kept = {each.response_type for each in wanted.gateway_responses}
    for response in before.gateway_responses:
        if response.response_type not in kept:
            named = model.GatewayResponseRequest(rest_api_id=wanted.id, response_type=response.response_type)
            _let_go(gateway.delete_gateway_response, named)
    lay_gateway_responses(gateway, wanted.id, responses, trails=trails, overwrite=False)


def _may_stand(before: ApiPlan, wanted: ApiPlan) -> bool:
    """Whether every authorizer that stays keeps its type: one of another type has another id, for all its methods."""
    were, are = before.definitions.authorizers, wanted.definitions.authorizers
    return all(were[name].type == are[name].type for name in were.keys() & are.keys())


def _unchanged(before: ApiPlan, wanted: ApiPlan) -> set[Named]:
    """The definitions of which the template says what it said before."""
    return {
        (kind, name)
        for kind, were, are in _kinds(before, wanted)
        for name in are
        if name in were and were[name] == are[name]
    }


def _kinds(before: ApiPlan, wanted: ApiPlan) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    was, now = before.definitions, wanted.definitions
    return [
        ("model", was.models, now.models),
        ("validator", was.validators, now.validators),
        ("authorizer", was.authorizers, now.authorizers),
    ]


def _paths(api: ApiPlan) -> set[str]:
    """Every path that a plan needs, those above its own too."""
    own = {*api.bare_paths, *(path for path, _ in api.methods)}
    parts = [[part for part in path.split("/") if part] for path in own]
    return {"/" + "/".join(each[:length]) for each in parts for length in range(len(each) + 1)}


def _remove_methods(gateway: Gateway, api_id: str, gone: Iterable[Named]) -> None:
    ids = {resource.path: resource.id for resource in gateway.resources_of(api_id)}
    for path, verb in gone:
        if path in ids:
            request = model.MethodRequest(rest_api_id=api_id, resource_id=ids[path], http_method=verb)
            _let_go(gateway.delete_method, request)


def _remove_paths(gateway: Gateway, api_id: str, gone: set[str]) -> None:
    """Remove resources, the deepest first; one that has a method or a resource made by hand stays."""
    for path in sorted(gone, reverse=True):
        resources = {resource.path: resource for resource in gateway.resources_of(api_id)}
        resource = resources.get(path)
        if resource is None or resource.resource_methods or any(other.startswith(f"{path}/") for other in resources):
            continue
        gateway.delete_resource(model.ResourceRequest(rest_api_id=api_id, resource_id=resource.id))


def _remove_definitions(gateway: Gateway, before: ApiPlan, wanted: ApiPlan) -> None:
    """Remove what the template defines no more; what a method or a model made by hand refers to stays."""
    page = model.PageRequest(rest_api_id=wanted.id, limit=500)
    gone = {kind: {were[name].name for name in were.keys() - are.keys()} for kind, were, are in _kinds(before, wanted)}
    for validator in gateway.get_request_validators(page).items if gone["validator"] else ():
        if validator.name in gone["validator"]:
            named = model.RequestValidatorRequest(rest_api_id=wanted.id, request_validator_id=validator.id)
            _let_go(gateway.delete_request_validator, named)
    for authorizer in gateway.get_authorizers(page).items if gone["authorizer"] else ():
        if authorizer.name in gone["authorizer"]:
            request = model.AuthorizerRequest(rest_api_id=wanted.id, authorizer_id=authorizer.id)
            _let_go(gateway.delete_authorizer, request)
    for _ in gone["model"]:  # Those that others refer to go after them.
        for name in sorted(gone["model"]):
            _let_go(gateway.delete_model, model.ModelRequest(rest_api_id=wanted.id, model_name=name))


def _let_go(operation: Callable[[Any], object], request: object) -> None:
    """Delete something; what is gone already needs no deletion, and what is still referred to is kept."""
    try:
        operation(request)
    except (NotFoundException, ConflictException, BadRequestException):
        return
