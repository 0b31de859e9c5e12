"""The question that everybody asks once: an error handed to the callback is a 502, a response with 400 is a 400."""

import json

import pytest

from lgtui.emulator.functions.model import Code, CreateFunctionRequest
from tests.emulator.functions.bench import needs_node
from tests.emulator.gateway.stand import Stand, uri

pytestmark = [needs_node, pytest.mark.asyncio(loop_scope="module")]

HANDLER = """
exports.handler = (event, context, callback) => {
    if (event.queryStringParameters?.how === 'error') callback(new Error('no such order'));
    else callback(null, {statusCode: 400, body: JSON.stringify({message: 'no such order'})});
};
"""


@pytest.mark.parametrize(
    ("how", "status", "body"),
    [("error", 502, '{"message": "Internal server error"}'), ("response", 400, '{"message":"no such order"}')],
)
async def test_an_error_to_the_callback_is_a_502_and_a_response_is_what_it_says(
    stand: Stand, how: str, status: int, body: str
) -> None:
    functions, name = stand.region.functions, f"callback-{how}"
    functions.create_function(
        CreateFunctionRequest(
            function_name=name, code=Code(source=HANDLER), runtime="nodejs20.x", handler="index.handler"
        )
    )
    api = stand.api("GET /x")
    stand.integrate(api, stand.resource(api, "/x"), "GET", uri=uri(name))
    stand.deploy(api)

    answer = await stand.send(api, "GET", f"/x?how={how}")

    assert (answer.status, answer.body.decode()) == (status, body)
    if how == "error":
        (line,) = [line for line in stand.log(answer) if "customer function error" in line]
        assert line.startswith("Lambda execution failed with status 200 due to customer function error: ")
        assert "no such order" in json.dumps(stand.trace(answer).explanation)
