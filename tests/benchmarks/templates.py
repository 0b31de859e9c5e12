"""Mapping templates here and in airspeed and airspeed-ext: parsed and rendered, and rendered once compiled.

Both of the others install as `airspeed` and cannot stand side by side: pip puts each into a folder of its own, and all
run in this one process, in turns.
"""

import importlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from lgtui.emulator.gateway.templates import Parameters, RequestVariables, compile_template

OTHERS = {"airspeed": "airspeed==0.7.1", "airspeed-ext": "airspeed-ext==0.6.9"}
AIM = 10

PASSTHROUGH = """\
##  See http://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
##  This template will pass through all parameters to the integration endpoint via the body
#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"stage-variables" : {
#foreach($key in $stageVariables.keySet())
"$key" : "$util.escapeJavaScript($stageVariables.get($key))"
    #if($foreach.hasNext),#end
#end
},
"context" : {
    "account-id" : "$context.identity.accountId",
    "api-id" : "$context.apiId",
    "api-key" : "$context.identity.apiKey",
    "authorizer-principal-id" : "$context.authorizer.principalId",
    "caller" : "$context.identity.caller",
    "http-method" : "$context.httpMethod",
    "stage" : "$context.stage",
    "source-ip" : "$context.identity.sourceIp",
    "user" : "$context.identity.user",
    "user-agent" : "$context.identity.userAgent",
    "user-arn" : "$context.identity.userArn",
    "request-id" : "$context.requestId",
    "resource-id" : "$context.resourceId",
    "resource-path" : "$context.resourcePath"
    }
}
"""
ITEMS = """\
#set($items = $input.path('$.items'))
{"items": [
#foreach($item in $items)
  {"id": "$item.id", "name": "$item.name", "price": $item.price}#if($foreach.hasNext),#end

#end
]}
"""
BODY = json.dumps({"items": [{"id": f"i-{n}", "name": f"item {n}", "price": n + 0.5} for n in range(50)]})
PATH = {"id": "42"}
QUERY = {"q": "x y", "limit": "10"}
HEADERS = {f"X-Header-{n}": f"value {n}" for n in range(10, 23)}
STAGE_VARIABLES = {"table": "Items", "url": "https://example.org/x"}
IDENTITY = dict.fromkeys(("accountId", "apiKey", "caller", "sourceIp", "user", "userAgent", "userArn"), "x")
CONTEXT: dict[str, Any] = {
    **dict.fromkeys(("apiId", "httpMethod", "stage", "requestId", "resourceId", "resourcePath"), "y"),
    "identity": IDENTITY,
    "authorizer": {"principalId": "user|1"},
}


@dataclass(frozen=True)
class Engine:
    """A template engine.

    Attributes:
        parse: Compiles a template, anew each time.
        variables: What it renders with, for a request with this payload.
        render: Renders a compiled template with variables.
    """

    name: str
    parse: Callable[[str], Any]
    variables: Callable[[str], Any]
    render: Callable[[Any, Any], str]


def template_engines(seconds: int, rounds: int) -> None:
    """The parameter passthrough with 13 headers, and 50 rounds of #foreach; variables stand ready for all."""
    with tempfile.TemporaryDirectory() as folder:
        engines = [_lgtui(), *(_other(name, spec, Path(folder)) for name, spec in OTHERS.items())]
    _check_they_agree(engines)
    print(f"{'mapping templates, per CPU second':42}" + "".join(f"{engine.name:>14}" for engine in engines))
    for label, source, body in (("passthrough", PASSTHROUGH, "{}"), ("50-item #foreach", ITEMS, BODY)):
        parsed = _rates(_parse_and_render, engines, source, body, seconds, rounds)
        _print(f"{label}, parsed and rendered", engines, parsed)
        _print(f"{label}, rendered", engines, _rates(_render, engines, source, body, seconds, rounds))
        kept = _rates(_render_text, engines[:1], source, body, seconds, rounds)[0]
        print(f"    from text to text, lgtui keeping it compiled: {kept:,.0f}, {kept / parsed[1]:.1f} × airspeed")


def _print(label: str, engines: list[Engine], rates: list[float]) -> None:
    print(f"  {label:40}" + "".join(f"{rate:14,.0f}" for rate in rates))
    others = zip(engines[1:], rates[1:], strict=True)
    ratios = ", ".join(f"{rates[0] / rate:.1f} × {engine.name}" for engine, rate in others)
    print(f"    {ratios} (aim {AIM} × airspeed)")


def _parse_and_render(engine: Engine, source: str, body: str) -> Callable[[], object]:
    variables = engine.variables(body)
    return lambda: engine.render(engine.parse(source), variables)


def _render(engine: Engine, source: str, body: str) -> Callable[[], object]:
    variables, template = engine.variables(body), engine.parse(source)
    return lambda: engine.render(template, variables)


def _render_text(engine: Engine, source: str, body: str) -> Callable[[], object]:
    variables = engine.variables(body)
    return lambda: engine.render(compile_template(source), variables)


def _rates(
    prepare: Callable[[Engine, str, str], Callable[[], object]],
    engines: list[Engine],
    source: str,
    body: str,
    seconds: int,
    rounds: int,
) -> list[float]:
    """Per engine, the median of its renderings per CPU second; the engines take turns."""
    runs = [prepare(engine, source, body) for engine in engines]
    rates = [[_rate(run, seconds) for run in runs] for _ in range(rounds)]
    return [statistics.median(each) for each in zip(*rates, strict=True)]


def _rate(run: Callable[[], object], seconds: float) -> float:
    for _ in range(3):
        run()
    count, started = 0, time.process_time()
    while (spent := time.process_time() - started) < seconds:
        run()
        count += 1
    return count / spent


def _check_they_agree(engines: list[Engine]) -> None:
    """All must make the same JSON, else there is nothing to compare."""
    for source, body in ((PASSTHROUGH, "{}"), (ITEMS, BODY)):
        made = [json.loads(engine.render(engine.parse(source), engine.variables(body))) for engine in engines]
        assert all(each == made[0] for each in made), "the engines do not make the same of the benchmark's templates"


# The engines -----------------------------------------------------------------------------------------------------


def _lgtui() -> Engine:
    def parse(source: str) -> Any:
        compile_template.cache_clear()
        return compile_template(source)

    def variables(body: str) -> Any:
        return RequestVariables(CONTEXT, STAGE_VARIABLES, Parameters(PATH, QUERY, HEADERS)).with_payload(body)

    return Engine("lgtui", parse, variables, lambda template, variables: str(template.render(variables)))


def _other(name: str, requirement: str, folder: Path) -> Engine:
    """One of the others, on plain Python objects with the methods the templates call."""
    module = _load(requirement, folder / name)

    def variables(body: str) -> Any:
        groups = _Map({"path": _Map(PATH), "querystring": _Map(QUERY), "header": _Map(HEADERS)})
        return {
            "input": _Input(body, groups),
            "util": _Util(),
            "context": CONTEXT,
            "stageVariables": _Map(STAGE_VARIABLES),
        }

    return Engine(name, module.Template, variables, lambda template, variables: str(template.merge(variables)))


def _load(requirement: str, folder: Path) -> ModuleType:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), requirement]
    subprocess.run(install, check=True)
    for known in [known for known in sys.modules if known.partition(".")[0] == "airspeed"]:
        del sys.modules[known]
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("airspeed")
    finally:
        sys.path.remove(str(folder))


class _Map(dict[str, Any]):
    def keySet(self) -> list[str]:  # noqa: N802 - the name templates call
        return list(self)


class _Input:
    def __init__(self, body: str, groups: Mapping[str, Any]) -> None:
        self._document = json.loads(body)
        self._groups = groups

    def json(self, path: str) -> str:
        return json.dumps(self._document, separators=(",", ":"))

    def path(self, path: str) -> Any:
        return self._document["items"]

    def params(self) -> Mapping[str, Any]:
        return self._groups


class _Util:
    def escapeJavaScript(self, text: str) -> str:  # noqa: N802 - the name templates call
        return json.dumps(text)[1:-1].replace("'", "\\'").replace("/", "\\/")
