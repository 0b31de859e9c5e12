"""Usage plans and API keys as the screen tells them."""

from collections.abc import Mapping

from textual.content import Content

from lgtui.console.changes.patches import in_text
from lgtui.console.changes.usage_patch import of_period
from lgtui.console.changes.usage_views import ApiKey, Quota, Throttle, UsagePlan, Use
from lgtui.console.secret_values import masked_key
from lgtui.console.theme import DIM
from lgtui.console.widgets.plain_text import fitted, harmless

NAME_WIDTH = 20
BAR_WIDTH = 10


def throttle_words(throttle: Throttle | None) -> str:
    """A throttle: `5/s, burst 10`."""
    return f"{in_text(throttle.rate_limit)}/s, burst {throttle.burst_limit:,}" if throttle else "no throttle"


def quota_words(quota: Quota | None) -> str:
    """A quota: `100 a day`."""
    return f"{quota.limit:,} {of_period(quota.period)}" if quota else "no quota"


def plan_row(plan: UsagePlan) -> Content:
    """A plan on one line."""
    limits = f"{throttle_words(plan.throttle)} · {quota_words(plan.quota)}"
    return Content.assemble((f"{fitted(harmless(plan.name), NAME_WIDTH)} ", "bold"), (limits, DIM))


def plan_facts(plan: UsagePlan, stages: Mapping[str, str]) -> Content:
    """All that a plan says; `stages` are what its stages are called."""
    offset = f", {plan.quota.offset:,} less in the first period" if plan.quota and plan.quota.offset else ""
    described = f"  {harmless(plan.description)}" if plan.description else ""
    lines = [
        Content.assemble((harmless(plan.name), "bold"), (f"  {plan.id}{described}", DIM)),
        Content(f"each key: {throttle_words(plan.throttle)}; {quota_words(plan.quota)}{offset}"),
    ]
    for stage in plan.api_stages:
        lines.append(Content.assemble(("opens ", DIM), harmless(stages.get(stage.key, stage.key))))
        for method, throttle in stage.throttle.items():
            path, _, verb = method.rpartition("/")
            lines.append(Content.assemble((f"      {verb} {harmless(path or '/')}  ", DIM), throttle_words(throttle)))
    if not plan.api_stages:
        lines.append(Content.styled("it opens no stage: its keys open nothing", "$text-warning"))
    return Content("\n").join(lines)


def key_row(key: ApiKey, plan: UsagePlan | None, use: Use | None, *, secrets: bool) -> Content:
    """A key on one line: name, value, and what it has used and has left of the plan that it is looked at in."""
    sign, colour = ("●", "$success") if key.enabled else ("○", "$warning")
    return Content.assemble(
        (sign, colour),
        (f" {fitted(harmless(key.called), NAME_WIDTH)} ", "bold"),
        (f"{harmless(masked_key(key.value, shown=secrets))}  ", DIM),
        ("" if key.enabled else "disabled  ", "$text-warning"),
        _used(plan, use) if plan and use else "",
    )


def _used(plan: UsagePlan, use: Use) -> Content:
    if plan.quota is None or use.left is None:
        return Content(f"{use.used:,} today")
    left = min(1.0, max(0.0, use.left / plan.quota.limit)) if plan.quota.limit else 0.0
    full = round(left * BAR_WIDTH)
    colour = "$success" if left >= 0.25 else "$warning" if use.left > 0 else "$error"
    sign = "" if use.left > 0 else "✗ "
    return Content.assemble(
        ("█" * full, colour),
        ("░" * (BAR_WIDTH - full), DIM),
        f"  {sign}{use.left:,} left",
        (f"  {use.used:,} used of {quota_words(plan.quota)}", DIM),
    )
