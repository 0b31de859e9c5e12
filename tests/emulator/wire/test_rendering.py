"""`POST /_lgtui/render`: what a template on an event is answered with."""

import json

import pytest

from lgtui.emulator.errors import ValidationException
from lgtui.emulator.wire.rendering import Renderer
from lgtui.frames import Rendering

EVENT = {"body": {"a": [1]}, "params": {"path": {"id": "7"}}, "context": {"stage": "dev"}, "stageVariables": {"v": "x"}}


def body(template: str, event: object = EVENT) -> bytes:
    return json.dumps({"template": template, "event": event}).encode()


async def test_a_template_sees_the_body_the_parameters_the_context_and_the_variables() -> None:
    template = "$input.json('$.a') $input.params('id') $context.stage $stageVariables.v"

    assert await Renderer().render(body(template)) == Rendering("[1] 7 dev x")


async def test_an_error_bears_its_line_and_column() -> None:
    rendering = await Renderer().render(body("first\n  #if($x"))

    assert rendering.output is None
    assert rendering.error
    assert rendering.line == 2
    assert rendering.column > 0


async def test_an_event_of_the_wrong_kind_is_told() -> None:
    rendering = await Renderer().render(body("x", {"params": 7}))

    assert "'params'" in rendering.error


async def test_half_a_character_is_sent_as_a_question_mark() -> None:
    assert await Renderer().render(body('$input.path("$.a")', {"body": '{"a": "\\ud800"}'})) == Rendering("?")


async def test_a_body_that_is_no_request_is_refused() -> None:
    with pytest.raises(ValidationException, match="template, event"):
        await Renderer().render(b'{"template": 7}')


async def test_a_template_that_takes_too_long_is_no_longer_waited_for() -> None:
    rounds = "#foreach($i in [1..300])#foreach($j in [1..1000])x#end#end"

    rendering = await Renderer(patience=0.01).render(body(rounds))

    assert "takes longer than 0.01 s" in rendering.error
