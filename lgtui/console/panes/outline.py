"""What stands in the resource tree, as data: APIs, functions with their versions and aliases, what is not emulated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from rich.text import Text

from lgtui import frames
from lgtui.console.panes.tree_labels import TreeLabels
from lgtui.console.region.by_hand import ByHand
from lgtui.console.region.nodes import ApiNode, AuthorizerNode, EventSourceNode, Node, ResourceNode
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, Target


@dataclass(frozen=True)
class FunctionUrl:
    """A function's URL in the tree."""

    url: str


Data = Target | Node | FunctionUrl | frames.NotEmulated | str
"""What a node stands for: a target, something to look at, a URL, something not emulated, or the key of a group."""


@dataclass(frozen=True)
class Branch:
    """One line of the tree and what is below it; `folded` is how it begins, `by_hand` what was changed by hand."""

    data: Data
    label: Text
    below: "tuple[Branch, ...]" = ()
    folded: bool = False
    by_hand: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[object, ...]:
        """What the branch is without its labels: two of the same shape differ in words alone."""
        return (self.data, *(branch.shape for branch in self.below))


def outline(state: RegionState, labels: TreeLabels, wanted: str) -> list[Branch]:
    """The whole tree, or what of it matches a filter in lower case."""
    by_hand = ByHand(state.changes)
    apis = [_api(api, labels, by_hand, wanted) for api in state.apis]
    branches = [api for api in apis if api.below or not wanted]
    functions = tuple(_functions(state, labels, by_hand, wanted))
    if functions:
        branches.append(Branch("functions", labels.group("functions"), functions))
    sources = tuple(_event_sources(state, labels, wanted))
    if sources:
        branches.append(Branch("event sources", labels.group("event sources"), sources))
    things = [thing for thing in state.project.not_emulated if wanted in thing.what.lower()]
    if things:
        below = tuple(Branch(thing, labels.not_emulated(thing)) for thing in things)
        branches.append(Branch("not emulated", labels.group(f"not emulated {len(things)}"), below))
    return branches


def by_hand_of(branches: Sequence[Branch]) -> dict[Data, tuple[str, ...]]:
    """What was changed by hand, by the nodes that it is about."""
    found = {branch.data: branch.by_hand for branch in branches if branch.by_hand}
    for branch in branches:
        found |= by_hand_of(branch.below)
    return found


def _functions(state: RegionState, labels: TreeLabels, by_hand: ByHand, wanted: str) -> list[Branch]:
    branches = []
    for function in state.functions:
        if wanted in " ".join([function.name, *function.aliases]).lower():
            target = FunctionTarget(function.name)
            parts, done = tuple(_parts(function, labels, by_hand)), by_hand.function(function.name)
            branches.append(Branch(target, labels.marked(labels.function(function), done), parts, by_hand=done))
            if function.notice:
                branches.append(Branch(f"notice {function.name}", labels.notice(function.notice)))
    return branches


def _event_sources(state: RegionState, labels: TreeLabels, wanted: str) -> Iterator[Branch]:
    """The mappings that lead records of queues and streams to functions."""
    for function in state.functions:
        for source in function.event_sources:
            if wanted in f"{source.arn} {function.name}".lower():
                node = EventSourceNode(source.id, source.arn.rpartition(":")[2] or "Kafka")
                yield Branch(node, labels.event_source(source, function.name))


def _parts(function: frames.FunctionView, labels: TreeLabels, by_hand: ByHand) -> list[Branch]:
    """What a function has besides itself: aliases with their shares, versions, a URL."""
    parts = []
    for name, alias in function.aliases.items():
        target, done = FunctionTarget(function.name, name), by_hand.function(function.name, name)
        first, *rest = labels.alias(name, alias)
        parts += [Branch(target, label, by_hand=done) for label in (labels.marked(first, done), *rest)]
    if function.versions:
        versions = tuple(_version(function, version, labels, by_hand) for version in reversed(function.versions))
        parts.append(Branch(f"versions {function.name}", labels.versions(function.versions), versions, folded=True))
    if function.url:
        parts.append(Branch(FunctionUrl(function.url), labels.url(function.url)))
    return parts


def _version(function: frames.FunctionView, version: str, labels: TreeLabels, by_hand: ByHand) -> Branch:
    aliases = [name for name, alias in function.aliases.items() if version in (alias.version, *alias.weights)]
    done = by_hand.function(function.name, version)
    label = labels.marked(labels.version(version, aliases), done)
    return Branch(FunctionTarget(function.name, version), label, by_hand=done)


def _api(api: frames.ApiView, labels: TreeLabels, by_hand: ByHand, wanted: str) -> Branch:
    resources = _wanted_resources(api, wanted)
    shown = {resource.id for resource in resources}
    children: dict[str, list[frames.ResourceView]] = {}
    for resource in resources:
        children.setdefault(resource.parent_id if resource.parent_id in shown else "", []).append(resource)

    def branch(resource: frames.ResourceView) -> Branch:
        done = by_hand.resource(api, resource)
        label = labels.marked(labels.resource(resource), done)
        inner = (*_methods(api, resource, labels, by_hand), *below(resource.id))
        return Branch(ResourceNode(api.id, resource.id, resource.path), label, inner, by_hand=done)

    def below(parent_id: str) -> tuple[Branch, ...]:
        return tuple(branch(resource) for resource in children.get(parent_id, []))

    done = by_hand.api(api)
    inner = (*below(""), *_authorizers(api, labels, wanted))
    return Branch(ApiNode(api.id, api.name or api.id), labels.marked(labels.api(api), done), inner, by_hand=done)


def _authorizers(api: frames.ApiView, labels: TreeLabels, wanted: str) -> Iterator[Branch]:
    """One group of an API's authorizers; none where it has none."""
    found = tuple(
        Branch(AuthorizerNode(api.id, authorizer.id, authorizer.name), labels.authorizer(authorizer))
        for authorizer in api.authorizers
        if wanted in f"{authorizer.name} {authorizer.kind} {authorizer.target}".lower()
    )
    if found:
        yield Branch(f"authorizers {api.id}", labels.group("authorizers"), found)


def _methods(
    api: frames.ApiView, resource: frames.ResourceView, labels: TreeLabels, by_hand: ByHand
) -> Iterator[Branch]:
    for method in resource.methods:
        done = by_hand.method(api, resource, method.http_method)
        target = MethodTarget(api.id, resource.path, method.http_method)
        yield Branch(target, labels.marked(labels.method(method), done), by_hand=done)


def _wanted_resources(api: frames.ApiView, wanted: str) -> list[frames.ResourceView]:
    """The methods that match, with their resources and all above these; whole where nothing is wanted."""
    if not wanted:
        return api.resources
    by_id = {resource.id: resource for resource in api.resources}
    keep: set[str] = set()
    found: dict[str, list[frames.MethodView]] = {}
    for resource in api.resources:
        found[resource.id] = [method for method in resource.methods if wanted in _searched(resource, method)]
        matches = found[resource.id] or wanted in resource.path.lower()
        above: frames.ResourceView | None = resource if matches else None
        while above and above.id not in keep:
            keep.add(above.id)
            above = by_id.get(above.parent_id)
    return [replace(resource, methods=found[resource.id]) for resource in api.resources if resource.id in keep]


def _searched(resource: frames.ResourceView, method: frames.MethodView) -> str:
    key = "api key" if method.api_key_required else ""
    return f"{method.http_method} {resource.path} {method.target} {method.authorization} {key}".lower()
