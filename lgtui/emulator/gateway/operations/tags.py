"""Operations on tags, whatever has them."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from lgtui.emulator.errors import BadRequestException, NotFoundException
from lgtui.emulator.gateway.model import Empty, TagResourceRequest, Tags, TagsRequest, UntagResourceRequest
from lgtui.emulator.gateway.operations.base import Operations

MAX_TAGS = 50
"""Tags of one resource at most (guide, apigateway-tagging)."""

Keep = Callable[[Any], object]

_ARN = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:\d*:/(.+)")


class TagOperations(Operations):
    """GetTags, TagResource, UntagResource."""

    def get_tags(self, request: TagsRequest) -> Tags:
        """The tags of what an ARN names."""
        noun, _ = self._find(request.resource_arn)
        return Tags(tags=dict(_tags(noun)))

    def tag_resource(self, request: TagResourceRequest) -> Empty:
        """Put tags to those that are there.

        Raises:
            BadRequestException: a key is AWS's, or the tags are too many.
        """
        if any(key.lower().startswith("aws:") for key in request.tags):
            raise BadRequestException("Tag keys cannot start with 'aws:'")
        noun, keep = self._find(request.resource_arn)
        tags = {**_tags(noun), **request.tags}
        if len(tags) > MAX_TAGS:
            raise BadRequestException(f"A resource can have {MAX_TAGS} tags at most")
        keep(msgspec.structs.replace(noun, tags=tags))
        return Empty()

    def untag_resource(self, request: UntagResourceRequest) -> Empty:
        """Take tags away; those that are not there do not matter."""
        noun, keep = self._find(request.resource_arn)
        kept = {key: value for key, value in _tags(noun).items() if key not in request.tag_keys}
        keep(msgspec.structs.replace(noun, tags=kept))
        return Empty()

    def _find(self, arn: str) -> tuple[msgspec.Struct, Keep]:
        """What an ARN names, and how to keep another in its place.

        Raises:
            BadRequestException: it is no ARN of API Gateway's.
            NotFoundException: there is nothing of that name.
        """
        match = _ARN.fullmatch(arn)
        if match is None:
            raise BadRequestException("Invalid ARN specified in the request")
        store, clients = self._store, self._clients
        match match[1].split("/"):
            case ["restapis", api_id]:
                api = store.api(api_id)
                return api.api, partial(setattr, api, "api")
            case ["restapis", api_id, "stages", name]:
                api = store.api(api_id)
                return api.stage(name), partial(api.stages.__setitem__, name)
            case ["apikeys", key_id] if (key := clients.keys.get(key_id)) is not None:
                return key, clients.keys.put
            case ["usageplans", plan_id] if (plan := clients.plans.get(plan_id)) is not None:
                return plan.plan, partial(clients.change_plan, plan)
            case ["domainnames", name]:
                domain = store.domain(name)
                return domain.domain, partial(setattr, domain, "domain")
            case ["vpclinks", link_id]:
                return store.vpc_link(link_id), partial(store.vpc_links.__setitem__, link_id)
            case ["clientcertificates", certificate_id]:
                certificate = store.client_certificate(certificate_id)
                return certificate, partial(store.client_certificates.__setitem__, certificate_id)
        raise NotFoundException(f"Invalid resource identifier specified: {match[1]}")


def _tags(noun: msgspec.Struct) -> Mapping[str, str]:
    tags: Mapping[str, str] | None = getattr(noun, "tags")  # noqa: B009 -- of no common class
    return tags or {}
