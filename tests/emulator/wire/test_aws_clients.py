"""AWS's own client against the control port: what boto3 sends is answered as AWS answers it."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project

ECHO = """\
def handler(event, context):
    if event == "raise":
        raise ValueError("as asked")
    return {"event": event, "arn": context.invoked_function_arn, "version": context.function_version}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on a function that answers its event."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), ECHO)) as running:
        yield running


def test_a_function_is_invoked_and_its_answer_read(emulator: EmulatorProcess) -> None:
    answer = aws_client(emulator, "lambda").invoke(FunctionName="Hello", Payload=b'{"a": 1}')

    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert json.load(answer["Payload"]) == {
        "event": {"a": 1},
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:Hello",
        "version": "$LATEST",
    }


def test_a_function_s_error_is_told_with_its_log(emulator: EmulatorProcess) -> None:
    answer = aws_client(emulator, "lambda").invoke(FunctionName="Hello", Payload=b'"raise"', LogType="Tail")

    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert json.load(answer["Payload"])["errorMessage"] == "as asked"
    assert b"[ERROR] ValueError: as asked" in base64.b64decode(answer["LogResult"])


def test_an_invocations_request_id_is_the_one_in_its_log(emulator: EmulatorProcess) -> None:
    answer = aws_client(emulator, "lambda").invoke(FunctionName="Hello", LogType="Tail")
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert f"START RequestId: {request_id}".encode() in base64.b64decode(answer["LogResult"])


def test_a_function_that_does_not_exist_is_a_client_error(emulator: EmulatorProcess) -> None:
    with pytest.raises(ClientError) as refused:
        aws_client(emulator, "lambda").invoke(FunctionName="doesnotexist")

    error = refused.value.response["Error"]
    assert error["Code"] == "ResourceNotFoundException"
    assert error["Message"] == "Function not found: arn:aws:lambda:us-east-1:123456789012:function:doesnotexist:$LATEST"


def test_an_operation_that_is_not_emulated_is_refused_by_its_name(emulator: EmulatorProcess) -> None:
    with pytest.raises(ClientError, match="lgtui does not emulate ListCodeSigningConfigs of lambda") as refused:
        aws_client(emulator, "lambda").list_code_signing_configs()

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_a_service_that_is_not_emulated_is_refused_by_its_name(emulator: EmulatorProcess) -> None:
    with pytest.raises(ClientError, match="lgtui does not emulate sqs"):
        aws_client(emulator, "sqs").create_queue(QueueName="q")


def test_an_api_is_built_deployed_and_called_by_operations_alone(emulator: EmulatorProcess) -> None:
    gateway = aws_client(emulator, "apigateway")
    api = gateway.create_rest_api(name="by hand")
    root = gateway.get_resources(restApiId=api["id"])["items"][0]
    resource = gateway.create_resource(restApiId=api["id"], parentId=root["id"], pathPart="echo")
    method = {"restApiId": api["id"], "resourceId": resource["id"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    function = "arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.function}"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api["id"], stageName="dev", variables={"function": "Hello"})
    url = f"{emulator.control_url}/_aws/execute-api/{api['id']}/dev/echo"

    malformed = call(url)
    gateway.update_stage(
        restApiId=api["id"],
        stageName="dev",
        patchOperations=[{"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "0"}],
    )
    throttled = call(url)

    assert (malformed.status, malformed.json()) == (502, {"message": "Internal server error"})
    assert (throttled.status, throttled.json()) == (429, {"message": "Too Many Requests"})
    gateway.delete_rest_api(restApiId=api["id"])
    assert call(url).status == 404


def test_a_function_is_created_from_a_zip_invoked_and_deleted(emulator: EmulatorProcess) -> None:
    lambda_ = aws_client(emulator, "lambda")
    lambda_.create_function(
        FunctionName="zipped",
        Role="arn:aws:iam::123456789012:role/any",
        Runtime="python3.11",
        Handler="main.run",
        Code={"ZipFile": _zip("main.py", "def run(event, context):\n    return 'from a zip'\n")},
    )
    answer = lambda_.invoke(FunctionName="zipped")
    lambda_.delete_function(FunctionName="zipped")

    assert json.load(answer["Payload"]) == "from a zip"
    assert "zipped" not in [function["FunctionName"] for function in lambda_.list_functions()["Functions"]]


def test_layers_versions_aliases_policies_and_urls_are_made_by_boto3(emulator: EmulatorProcess) -> None:
    lambda_ = aws_client(emulator, "lambda")
    layer = lambda_.publish_layer_version(LayerName="words", Content={"ZipFile": _zip("python/words.py", "HI = 'hi'")})
    lambda_.create_function(
        FunctionName="layered",
        Role="arn:aws:iam::123456789012:role/any",
        Runtime="python3.11",
        Handler="main.run",
        Code={"ZipFile": _zip("main.py", "import words\ndef run(event, context): return words.HI\n")},
        Layers=[layer["LayerVersionArn"]],
        Publish=True,
    )
    lambda_.update_function_configuration(FunctionName="layered", Timeout=9)
    lambda_.publish_version(FunctionName="layered")
    routing = {"AdditionalVersionWeights": {"1": 0.5}}
    lambda_.create_alias(FunctionName="layered", Name="live", FunctionVersion="2", RoutingConfig=routing)
    url = lambda_.create_function_url_config(FunctionName="layered", Qualifier="live", AuthType="NONE")
    lambda_.add_permission(
        FunctionName="layered",
        Qualifier="live",
        StatementId="public",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    answer = call(url["FunctionUrl"])
    configuration = lambda_.get_function(FunctionName="layered", Qualifier="live")["Configuration"]
    policy = json.loads(lambda_.get_policy(FunctionName="layered", Qualifier="live")["Policy"])
    lambda_.tag_resource(Resource=configuration["FunctionArn"].removesuffix(":live"), Tags={"team": "shop"})
    tags = lambda_.get_function(FunctionName="layered")["Tags"]
    lambda_.delete_function(FunctionName="layered")
    lambda_.delete_layer_version(LayerName="words", VersionNumber=layer["Version"])

    assert (answer.status, answer.body) == (200, b"hi")
    assert configuration["Layers"] == [{"Arn": layer["LayerVersionArn"], "CodeSize": layer["Content"]["CodeSize"]}]
    assert (configuration["Version"], configuration["Timeout"]) == ("2", 9)
    assert [statement["Sid"] for statement in policy["Statement"]] == ["public"]
    assert tags == {"team": "shop"}
    assert lambda_.list_layers()["Layers"] == []


def _zip(name: str, text: str) -> bytes:
    """A deployment package of one file."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(name, text)
    return package.getvalue()
