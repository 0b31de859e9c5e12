"""Every way in which a request is refused or fails, with the sentences that its trace has: why, and what to do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from lgtui.console.requests.signing import Signing, signature
from lgtui.emulator.credentials import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from lgtui.emulator.gateway.failures import RESPONSE_TYPES
from tests.emulator_process import Answer, EmulatorProcess, call, running_emulator, write_hello_project

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.11, Handler: app.handler, CodeUri: code/}
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      MethodSettings:
        - {ResourcePath: /~1slow, HttpMethod: GET, ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 1}
        - {ResourcePath: /~1closed, HttpMethod: GET, ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0}
      Models: {Order: {type: object, required: [item]}}
      Auth:
        ResourcePolicy:
          CustomStatements:
            - {Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: execute-api:/*}
            - {Effect: Deny, Principal: "*", Action: execute-api:Invoke, Resource: execute-api:/*/GET/denied}
        Authorizers:
          Tok: {FunctionArn: !GetAtt Fn.Arn, Identity: {ReauthorizeEvery: 0}}
          Busy: {FunctionArn: !GetAtt Shut.Arn}
          Pool: {UserPoolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Users"}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        How: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: "/how/{how}", Method: get}}
        Denied: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /denied, Method: get}}
        Slow: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /slow, Method: get}}
        Closed: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /closed, Method: get}}
        Tok: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /tok, Method: get, Auth: {Authorizer: Tok}}}
        Busy: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /busy, Method: get, Auth: {Authorizer: Busy}}}
        Pool: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /pool, Method: get, Auth: {Authorizer: Pool}}}
        Iam: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /iam, Method: get, Auth: {Authorizer: AWS_IAM}}}
        Key: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /key, Method: get, Auth: {ApiKeyRequired: true}}}
        Order:
          Type: Api
          Properties:
            RestApiId: !Ref Shop
            Path: /orders
            Method: post
            RequestModel: {Model: Order, Required: true, ValidateBody: true, ValidateParameters: true}
            RequestParameters: [method.request.querystring.tenant: {Required: true}]
  Shut:
    Type: AWS::Serverless::Function
    Properties:
      ReservedConcurrentExecutions: 0
      Events:
        Shut: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /shut, Method: get}}
  Plain: {Type: AWS::ApiGateway::RestApi, Properties: {Name: plain}}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: [MockMethod, WebMethod]
    Properties: {RestApiId: !Ref Plain, StageName: v1}
  Mock:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Plain, ParentId: !GetAtt Plain.RootResourceId, PathPart: mock}
  MockMethod:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Plain
      ResourceId: !Ref Mock
      HttpMethod: POST
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        PassthroughBehavior: NEVER
        RequestTemplates: {application/json: "$input.body"}
        IntegrationResponses: [{StatusCode: "200"}]
      MethodResponses: [{StatusCode: "200"}]
  Web:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Plain, ParentId: !GetAtt Plain.RootResourceId, PathPart: web}
  WebMethod:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Plain
      ResourceId: !Ref Web
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "http://127.0.0.1:9/"}
  Open: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: open, Enabled: true, Value: open-0123456789abcdef}}
  Loose: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: loose, Enabled: true, Value: loose-0123456789abcdef}}
  Off: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: former, Enabled: false, Value: off-0123456789abcdefgh}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: basic
      ApiStages: [{ApiId: !Ref Shop, Stage: !Ref Shop.Stage}]
      Quota: {Limit: 1, Period: DAY}
  PlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: {KeyId: !Ref Open, KeyType: API_KEY, UsagePlanId: !Ref Plan}
"""

HANDLER = """\
import os

def handler(event, context):
    if "authorizationToken" in event:
        return authorize(event)
    how = (event.get("pathParameters") or {}).get("how")
    if how == "raise":
        raise ValueError("no such order")
    if how == "exit":
        os._exit(1)
    return {"text": "hello", "code": {"statusCode": "abc"}, "body": {"statusCode": 200, "body": {}}}.get(
        how, {"statusCode": 200, "body": "{}"}
    )

def authorize(event):
    effect = event["authorizationToken"]
    if effect == "Unauthorized":
        raise Exception("Unauthorized")
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    return {"principalId": "ada", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
"""

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Row:
    """A request, and what is said of it.

    Attributes:
        type: the gateway-response type, or a status where there is none.
        why, advice: parts of the explanation.
    """

    type: str
    request: str
    why: str
    advice: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def id(self) -> str:
        """What the test is called."""
        return f"{self.type} {self.request} {self.why[:30]}"


PROXY_RESPONSE = 'A Lambda proxy response is a JSON object with no other members than "statusCode" (a number)'

TABLE = [
    Row("MISSING_AUTHENTICATION_TOKEN", "GET /nowhere", "No resource of the deployment fits", "Check path and method"),
    Row("MISSING_AUTHENTICATION_TOKEN", "PUT /orders", "has only POST, not PUT", "Check path and method"),
    Row("MISSING_AUTHENTICATION_TOKEN", "GET /iam", "neither an Authorization header", "Sign it with an access key"),
    Row("403", "GET /iam", "such as a Bearer token is none", "Sign the request", {"Authorization": "Bearer x"}),
    Row("UNAUTHORIZED", "GET /tok", "needs the header Authorization, which is missing", "Send it."),
    Row(
        "UNAUTHORIZED", "GET /tok", "failed with “Unauthorized”", "Send a token that it takes",
        {"Authorization": "Unauthorized"},
    ),
    Row("ACCESS_DENIED", "GET /tok", "A statement with Deny covers", "Call as somebody", {"Authorization": "Deny"}),
    Row("ACCESS_DENIED", "GET /denied", "Statement 2 of the API's resource policy denies it", "change the policy"),
    Row(
        "AUTHORIZER_CONFIGURATION_ERROR", "GET /tok", "did not return a policy", "It has to return {",
        {"Authorization": "Maybe"},
    ),
    Row(
        "AUTHORIZER_FAILURE", "GET /busy", "Lambda throttled the authorizer Busy", "Raise the reservation",
        {"Authorization": "Allow"},
    ),
    Row("501", "GET /pool", "has no keys of the user pool us-east-1_Users", "start it with --jwks"),
    Row("INVALID_API_KEY", "GET /key", "requires an API key, and the request has none", "Send one"),
    Row("INVALID_API_KEY", "GET /key", "There is no API key with the value", "Send one of the account's",
        {"x-api-key": "wrong"}),
    Row("INVALID_API_KEY", "GET /key", "The API key former is disabled", "Enable it",
        {"x-api-key": "off-0123456789abcdefgh"}),
    Row("INVALID_API_KEY", "GET /key", "No usage plan of the API key loose opens", "put it into a usage plan",
        {"x-api-key": "loose-0123456789abcdef"}),
    Row("BAD_REQUEST_PARAMETERS", "POST /orders", "requires tenant (query parameter)", "Send it", JSON, b"{}"),
    Row("BAD_REQUEST_BODY", "POST /orders?tenant=1", 'missing required properties (["item"])', "Send one that does",
        JSON, b"{}"),
    Row("UNSUPPORTED_MEDIA_TYPE", "POST v1:/mock", "No request template fits text/xml", "Send one of those types",
        {"Content-Type": "text/xml"}, b"<a/>"),
    Row("REQUEST_TOO_LARGE", "POST /orders?tenant=1", "over 10 MB", "upload to S3", JSON, b" " * (10 * 1024**2 + 1)),
    Row("API_CONFIGURATION_ERROR", "POST v1:/mock", "an integer \"statusCode\"", "It made: {}", JSON, b"{}"),
    Row("API_CONFIGURATION_ERROR", "GET /shut", "Lambda throttled the invocation", "Raise the reservation"),
    Row("INTEGRATION_FAILURE", "GET v1:/web", "http://127.0.0.1:9/ cannot be reached", "Is it running"),
    Row("502", "GET /how/raise", "failed instead of returning a response (error): ValueError: no such order",
        "log has the stack trace"),
    Row("502", "GET /how/exit", "Runtime.ExitError", "log has the stack trace"),
    Row("502", "GET /how/text", "must return an object, and returned a text: \"hello\"", PROXY_RESPONSE),
    Row("502", "GET /how/code", "statusCode must be a whole number, and is a text", PROXY_RESPONSE),
    Row("502", "GET /how/body", "body must be", "serialise JSON yourself"),
    Row("THROTTLED", "GET /closed", "never holds a token", "Raise the limit"),
    Row("403", "GET nowhere:/x", "there is no stage 'nowhere'", "Ask for one of this API's"),
]  # fmt: skip

ELSEWHERE = {
    "EXPIRED_TOKEN": "tests/emulator/sigv4",
    "INTEGRATION_TIMEOUT": "tests/emulator/gateway/test_lifecycle.py",
    "INVALID_SIGNATURE": "below",
    "QUOTA_EXCEEDED": "below",
    "RESOURCE_NOT_FOUND": "nothing here answers with it, as nothing on AWS seems to",
    "WAF_FILTERED": "there is no firewall here",
}
"""Types that are not in the table → where they are."""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("shop"), HANDLER, TEMPLATE)) as running:
        yield running


def send(emulator: EmulatorProcess, request: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """Send `METHOD [STAGE:]/path`; the stage is `dev` where none is named."""
    http_method, target = request.split(" ", 1)
    stage, path = target.split(":", 1) if ":" in target else ("dev", target)
    urls = {api["stage"]: api["url"] for api in emulator.ready["apis"]}
    url = urls.get(stage) or urls["dev"].replace("/dev", f"/{stage}")
    return call(url + path, http_method, body or None, headers)


def explanation(emulator: EmulatorProcess, answer: Answer) -> str:
    """What the trace of an answered request says."""
    trace = call(f"{emulator.control_url}/_lgtui/traces/{answer.headers['x-amzn-requestid']}")
    return str(trace.json()["explanation"])


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_a_refusal_says_why_and_what_to_do(emulator: EmulatorProcess, row: Row) -> None:
    answer = send(emulator, row.request, row.headers, row.body)
    said = explanation(emulator, answer)

    status = RESPONSE_TYPES[row.type].status if row.type in RESPONSE_TYPES else int(row.type)
    assert (answer.status, row.why in said, row.advice in said) == (status, True, True), said


def test_every_type_of_gateway_response_is_in_the_table_or_elsewhere() -> None:
    assert {row.type for row in TABLE if row.type in RESPONSE_TYPES} | set(ELSEWHERE) == set(RESPONSE_TYPES)


def test_an_empty_bucket_says_which_it_is_and_when_the_next_token_comes(emulator: EmulatorProcess) -> None:
    call(f"{emulator.control_url}/_lgtui/clock", "POST", b'{"paused": true}')
    answers = [send(emulator, "GET /slow", {}) for _ in range(2)]
    call(f"{emulator.control_url}/_lgtui/clock", "POST", b'{"paused": false}')

    assert [answer.status for answer in answers] == [200, 429]
    assert explanation(emulator, answers[1]) == (
        "The bucket of GET /slow (0.001 tokens a second, burst 1) is empty; its next token comes in 16 min 40 s. "
        "Send slower, retry with backoff, or raise the limit."
    )


def test_a_quota_that_is_used_up_says_when_it_begins_anew(emulator: EmulatorProcess) -> None:
    answers = [send(emulator, "GET /key", {"x-api-key": "open-0123456789abcdef"}) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 429]
    said = explanation(emulator, answers[1])
    assert "The API key open has used up its quota of 1 requests a day in the usage plan basic." in said
    assert "It begins anew at " in said


@pytest.mark.parametrize(
    ("key", "late", "why", "advice"),
    [
        (Signing(ACCESS_KEY_ID, "wrong"), 0, f"signed by {ACCESS_KEY_ID} with another secret", "compare the canonical"),
        (Signing(ACCESS_KEY_ID, SECRET_ACCESS_KEY), 900, "s ago by the emulated clock; it counts for 300 s", "Sign it"),
        (Signing("AKIAUNKNOWN", "x"), 0, "has not handed out the access key AKIAUNKNOWN", "`lgtui serve` prints one"),
    ],
)
def test_a_signature_that_is_refused_says_why(
    emulator: EmulatorProcess, key: Signing, late: int, why: str, advice: str
) -> None:
    url = next(api["url"] for api in emulator.ready["apis"] if api["stage"] == "dev") + "/iam"
    now = json.loads(call(f"{emulator.control_url}/_lgtui/clock", "POST", b"{}").body)["at"]
    answer = call(url, headers=dict(signature(key, "us-east-1", "GET", url, b"", now - late)))

    said = explanation(emulator, answer)
    assert (answer.status, why in said, advice in said) == (403, True, True), said
