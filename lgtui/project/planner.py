"""Makes a plan of a project, from files alone; safe to run in a thread."""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from lgtui.project.apis import ApiPlanner
from lgtui.project.documents import Document, Trail
from lgtui.project.domain_names import DomainPlanner
from lgtui.project.findings import Findings
from lgtui.project.functions import FunctionPlanner
from lgtui.project.layers import LayerPlanner
from lgtui.project.locate import locate_template
from lgtui.project.log_groups import plan_log_groups
from lgtui.project.plan import Notice, Plan
from lgtui.project.sam import TRANSFORM
from lgtui.project.template import Template, load_template
from lgtui.project.usage_plans import UsagePlanner


def make_plan(path: Path, account_id: str, region_name: str, pools: Container[str] = ()) -> Plan:
    """The plan of the project at `path`, a folder or a template.

    Args:
        path: where it is.
        account_id, region_name: for ARNs.
        pools: the ids of the user pools whose keys are known.

    Raises:
        ProjectError: there is no template, or something in it is wrong.
    """
    file = locate_template(path)
    template = load_template(file, account_id, region_name)
    layers = LayerPlanner(template)
    layers.plan()
    functions = FunctionPlanner(template, layers)
    functions.plan()
    apis = ApiPlanner(template)
    apis.plan()
    usage = UsagePlanner(template, apis.apis)
    keys, usage_plans = tuple(usage.keys()), tuple(usage.plans())
    names = DomainPlanner(template, apis.apis)
    domains = tuple(names.domains())
    not_emulated = [*Findings(template, pools).all(apis.apis), *layers.not_emulated, *functions.not_emulated]
    archives = [layer.place for layer in layers.layers.values() if layer.place.is_file()]
    notices = [*_notices(template), *functions.notices, *apis.notices, *usage.notices, *names.notices]
    return Plan(
        template=file,
        name=template.stack.name,
        layers=layers.layers,
        functions=functions.functions,
        apis=apis.apis,
        not_emulated=sorted(not_emulated, key=lambda finding: finding.line),
        notices=sorted(set(notices)),
        files=[file, *template.includes.documents, *functions.archives, *archives],
        keys=keys,
        cloudwatch_role=apis.cloudwatch_role,
        usage_plans=usage_plans,
        domains=domains,
        log_groups=plan_log_groups(template),
    )


def _notices(template: Template) -> Iterator[Notice]:
    """What was assumed while the template was read."""
    document = template.document
    for key, line in document.duplicates:
        yield Notice(line, f"The key {key} is there twice; this later one counts.")
    for name, value in template.made_up.items():
        text = f"The parameter {name} has no default; lgtui takes “{value}”. Set it in samconfig.toml."
        yield Notice(document.line("Parameters", name), text)
    for text in [*template.evaluator.notices, *template.includes.notices]:
        yield Notice(0, text)
    for value, trail in _texts(document.data, ()):
        if "{{resolve:" in value:
            yield Notice(document.line(*trail), f"{value} stays as it is: secrets and parameters are not looked up.")
        elif value.startswith("AWS::SSM::Parameter::Value<"):
            yield Notice(
                document.line(*trail), f"{trail[1]} is not looked up in SSM: its name stands in for its value."
            )
    yield from _transform_notices(template)


def _transform_notices(template: Template) -> Iterator[Notice]:
    """What is amiss with the template's Transform, which lgtui does not insist on."""
    document: Document = template.document
    transform = document.data.get("Transform")
    named = [item for item in (transform if isinstance(transform, list) else [transform]) if item is not None]
    line = document.line("Transform") if named else 0
    if template.sam and TRANSFORM not in named:
        yield Notice(line, f"SAM types are used, so AWS needs the line `Transform: {TRANSFORM}`.")
    for name in named:
        if name not in (TRANSFORM, "AWS::LanguageExtensions") and not template.sam:
            yield Notice(line, f"The macro {name} is not run.")


def _texts(value: Any, trail: Trail) -> Iterator[tuple[str, Trail]]:
    """Every text in `value`, and where it stands."""
    if isinstance(value, str):
        yield value, trail
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*trail, key))
