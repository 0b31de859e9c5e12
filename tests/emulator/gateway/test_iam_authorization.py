"""Methods with IAM authorization, as clients and functions meet them."""

from typing import Any

import pytest

from lgtui.emulator.errors import BadRequestException
from lgtui.emulator.gateway.model import PutGatewayResponseRequest, PutMethodRequest
from tests.emulator.gateway.signed import presigned_url, signed_headers
from tests.emulator.gateway.stand import STAGE, Answer, Stand

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOST = "http://127.0.0.1:3000"
USER = "arn:aws:iam::123456789012:user/lgtui"


class SignedApi:
    """A deployed API whose method wants a signature."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.id = stand.api("GET /open")
        resource_id = stand.resource(self.id, "/a")
        for method in ("GET", "POST"):
            stand.gateway.put_method(
                PutMethodRequest(
                    rest_api_id=self.id, resource_id=resource_id, http_method=method, authorization_type="AWS_IAM"
                )
            )
            stand.integrate(self.id, resource_id, method)
        stand.deploy(self.id)

    async def send(self, path: str = "/a", headers: dict[str, str] | None = None, **request: Any) -> Answer:
        """A request with these headers."""
        return await self.stand.send(self.id, request.pop("method", "GET"), path, headers=headers, **request)

    async def send_signed(self, path: str = "/a", **signing: Any) -> Answer:
        """A request that botocore signed."""
        return await self.send(path, signed_headers("GET", f"{HOST}/{STAGE}{path}", **signing))


@pytest.fixture(scope="module")
def api(stand: Stand) -> SignedApi:
    """The module's API."""
    return SignedApi(stand)


def refusal(answer: Answer) -> tuple[int, str, Any]:
    return answer.status, answer.headers["x-amzn-errortype"], answer.json()["message"]


async def test_a_signed_request_passes_and_its_function_is_told_who_signed(api: SignedApi) -> None:
    answer = await api.send_signed("/a?x=1")

    identity = answer.json()["requestContext"]["identity"]
    assert {name: value for name, value in identity.items() if value is not None} == {
        "accessKey": "AKIAIOSFODNN7EXAMPLE",
        "accountId": "123456789012",
        "caller": "AIDACKCEVSQ6C2EXAMPLE",
        "sourceIp": "127.0.0.1",
        "user": "AIDACKCEVSQ6C2EXAMPLE",
        "userArn": USER,
    }
    assert identity["cognitoIdentityId"] is None
    assert "authorizer" not in answer.json()["requestContext"]


async def test_a_session_is_who_it_stands_for(api: SignedApi) -> None:
    arn = "arn:aws:sts::123456789012:assumed-role/reader/me"
    session = api.stand.region.credentials.begin_session(
        account_id="123456789012", user_id="AROA1:me", user_arn=arn, seconds=900
    )
    answer = await api.send_signed(by=session)

    assert answer.json()["requestContext"]["identity"]["userArn"] == arn
    assert answer.json()["requestContext"]["identity"]["caller"] == "AROA1:me"


async def test_a_presigned_url_passes(api: SignedApi) -> None:
    url = presigned_url("GET", f"{HOST}/{STAGE}/a?x=1")

    assert (await api.send(url.removeprefix(f"{HOST}/{STAGE}"))).status == 200


async def test_a_request_without_a_signature_lacks_a_token(api: SignedApi) -> None:
    answer = await api.send()

    assert refusal(answer) == (403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    assert "neither an Authorization header" in api.stand.trace(answer).explanation


async def test_another_body_is_answered_with_the_canonical_string(api: SignedApi) -> None:
    headers = signed_headers("POST", f"{HOST}/{STAGE}/a", body=b"one")
    status, error_type, message = refusal(await api.send(headers=headers, method="POST", body=b"two"))

    assert (status, error_type) == (403, "InvalidSignatureException")
    assert "\n\nThe Canonical String for this request should have been\n'POST\n/stage/a\n" in message


async def test_a_key_that_is_not_the_emulators_is_refused(api: SignedApi) -> None:
    headers = signed_headers("GET", f"{HOST}/{STAGE}/a")
    headers["Authorization"] = headers["Authorization"].replace("AKIAIOSFODNN7EXAMPLE", "AKIASOMEBODYELSE")

    assert refusal(await api.send(headers=headers)) == (
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )


async def test_a_refusal_can_be_customised(api: SignedApi) -> None:
    api.stand.gateway.put_gateway_response(
        PutGatewayResponseRequest(
            rest_api_id=api.id,
            response_type="INVALID_SIGNATURE",
            status_code="401",
            response_templates={"application/json": '{"said": $context.error.messageString}'},
        )
    )
    api.stand.deploy(api.id)
    answer = await api.send_signed(service="lambda")

    assert answer.status == 401
    assert answer.json() == {"said": "Credential should be scoped to correct service: 'execute-api'. "}


async def test_the_trace_says_who_signed(api: SignedApi) -> None:
    trace = api.stand.trace(await api.send_signed())

    (entry,) = (entry for entry in trace.entries if entry.name == "authorizer")
    assert entry.summary == f"IAM  signed by {USER}"
    assert entry.changed["$context.identity.userArn"] == USER


async def test_a_path_that_does_not_exist_is_told_what_is_wrong_with_its_authorization(api: SignedApi) -> None:
    bare = await api.send("/nowhere")
    bearing = await api.send("/nowhere", {"Authorization": "Bearer abc"})
    signed = await api.send_signed("/nowhere")

    assert refusal(bare)[1:] == ("MissingAuthenticationTokenException", "Missing Authentication Token")
    assert refusal(bearing)[1] == "IncompleteSignatureException"
    assert refusal(bearing)[2].startswith("Invalid key=value pair (missing equal-sign) in Authorization header")
    assert refusal(signed)[1:] == ("MissingAuthenticationTokenException", "Missing Authentication Token")
    assert "No resource of the deployment fits the path" in api.stand.trace(bearing).explanation


async def test_a_method_has_one_of_four_types_of_authorization(api: SignedApi) -> None:
    resource_id = api.stand.resource(api.id, "/odd")

    with pytest.raises(BadRequestException, match="Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS"):
        api.stand.gateway.put_method(
            PutMethodRequest(
                rest_api_id=api.id, resource_id=resource_id, http_method="GET", authorization_type="SIGNED"
            )
        )
