"""Content handling: both of the guide's tables, row by row, and what a client of such an API gets."""

import base64

import pytest

from lgtui.emulator.gateway.failures import GatewayFailure
from lgtui.emulator.gateway.integrations.content_handling import TO_BINARY, TO_TEXT, Body, request_body, response_body
from lgtui.emulator.gateway.model import CreateRestApiRequest, EnableCorsRequest
from tests.emulator.gateway.custom import CustomApi
from tests.emulator.gateway.stand import Answer, Stand
from tests.load.http_server import Server, serving

BYTES = b"\x89PNG\x00\xff"
ENCODED = base64.b64encode(BYTES)
GARBLED = BYTES.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("body", "is_binary", "handling", "payload"),
    [
        (BYTES, False, "", GARBLED),
        (ENCODED, False, TO_BINARY, BYTES),
        (BYTES, False, TO_TEXT, GARBLED),
        (BYTES, True, "", BYTES),
        (BYTES, True, TO_BINARY, BYTES),
        (BYTES, True, TO_TEXT, ENCODED.decode()),
    ],
)
def test_requests(body: bytes, is_binary: bool, handling: str, payload: Body) -> None:
    assert request_body(body, is_binary=is_binary, handling=handling) == payload


@pytest.mark.parametrize(
    ("body", "is_binary", "takes_binary", "handling", "payload"),
    [
        (b"text", False, False, "", "text"),
        (ENCODED, False, False, TO_BINARY, BYTES),
        (b"text", False, False, TO_TEXT, "text"),
        (ENCODED, False, True, "", BYTES),
        (ENCODED, False, True, TO_BINARY, BYTES),
        (b"text", False, True, TO_TEXT, "text"),
        (BYTES, True, False, "", ENCODED.decode()),
        (BYTES, True, False, TO_BINARY, BYTES),
        (BYTES, True, False, TO_TEXT, ENCODED.decode()),
        (BYTES, True, True, "", BYTES),
        (BYTES, True, True, TO_BINARY, BYTES),
        (BYTES, True, True, TO_TEXT, ENCODED.decode()),
    ],
)
def test_responses(body: bytes, is_binary: bool, takes_binary: bool, handling: str, payload: Body) -> None:
    assert response_body(body, is_binary=is_binary, takes_binary=takes_binary, handling=handling) == payload


def test_text_that_is_no_base64_cannot_become_binary() -> None:
    with pytest.raises(GatewayFailure) as failed:
        request_body(b"no base64!", is_binary=False, handling=TO_BINARY)

    assert failed.value.type.status == 500
    assert "no base64!" in failed.value.explanation


class TestApi:
    """An API with binary media types in front of a web server."""

    pytestmark = pytest.mark.asyncio(loop_scope="module")

    @staticmethod
    def api(stand: Stand, *binary: str) -> CustomApi:
        api = CustomApi(stand)
        api.id = stand.gateway.create_rest_api(CreateRestApiRequest(name="binary", binary_media_types=list(binary))).id
        return api

    async def test_a_template_reads_a_binary_body_as_base64(self, stand: Stand) -> None:
        api = self.api(stand, "image/png")
        templates = {"image/png": '#set($context.responseOverride.header.Seen = $input.body){"statusCode": 200}'}
        api.mock("POST /", templates, {"200": {}}, content_handling=TO_TEXT)
        answer = await api.send("POST", "/", headers={"Content-Type": "image/png"}, body=BYTES)
        assert answer.headers["seen"] == ENCODED.decode()

    async def test_a_template_cannot_read_a_body_that_stays_binary(self, stand: Stand) -> None:
        api = self.api(stand, "*/*")
        api.mock("OPTIONS /", {"application/json": '{"statusCode": 200}'}, {"200": {}})
        answer = await api.send("OPTIONS", "/")
        assert answer.status == 500
        assert "Set contentHandling to CONVERT_TO_TEXT" in stand.trace(answer).explanation
        assert "Execution failed due to configuration error: Unable to transform request" in stand.log(answer)

    async def test_enabling_cors_minds_binary_media_types(self, stand: Stand) -> None:
        api = self.api(stand, "*/*")
        place = api.place("GET /")
        stand.gateway.enable_cors(EnableCorsRequest(rest_api_id=api.id, resource_id=place["resource_id"]))
        stand.deploy(api.id)
        assert (await api.send("OPTIONS", "/")).status == 200

    @pytest.mark.parametrize(
        ("binary", "accept", "expected"),
        [((), "image/png", GARBLED.encode()), (("image/*",), "image/png", BYTES), (("image/png",), "*/*", ENCODED)],
    )
    @pytest.mark.parametrize("kind", ["HTTP", "HTTP_PROXY"])
    async def test_an_image_comes_through_where_type_and_accept_are_binary(
        self, stand: Stand, kind: str, binary: tuple[str, ...], accept: str, expected: bytes
    ) -> None:
        answer = await _fetch_image(self.api(stand, *binary), kind, accept)
        assert answer.body == expected


async def _fetch_image(api: CustomApi, kind: str, accept: str) -> Answer:
    async def image(_: int) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n%b" % (len(BYTES), BYTES)

    async with serving(image) as server:
        api.put("GET /", {"200": {}}, type=kind, uri=_url(server), integration_http_method="GET")
        return await api.send("GET", "/", headers={"Accept": accept})


def _url(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/"
