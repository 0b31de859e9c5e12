"""Services that lgtui does not emulate: passed on to the services endpoint as they came, or refused by name."""

import http.client
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import cbor2
import pytest
from botocore.exceptions import ClientError

from lgtui.emulator.errors import NotImplementedException
from lgtui.emulator.wire.refusals import refuse
from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project
from tests.test_cli import lgtui

SENDER = """\
import boto3
def handler(event, context):
    return boto3.client("sqs").get_queue_url(QueueName="orders")["QueueUrl"]
"""


class OtherService(BaseHTTPRequestHandler):
    """A service that keeps what it is asked, and answers with a queue's URL or as the test wishes."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar["queue.Queue[tuple[str, str, dict[str, str], bytes]]"] = queue.Queue()
    go_on: ClassVar = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self._keep(body)
        self._answer(200, "application/x-amz-json-1.0", b'{"QueueUrl": "http://queues/orders"}')

    def do_GET(self) -> None:
        self._keep(b"")
        if self.path == "/slow":
            self._answer_in_two_pieces()
        else:
            self._answer(404, "application/xml", b"<Error><Code>NoSuchKey</Code><Message>none</Message></Error>")

    def do_HEAD(self) -> None:
        self._keep(b"")
        self._answer(200, "text/plain", b"")

    def do_PUT(self) -> None:
        """Take a chunked body, telling of each chunk as it comes."""
        while length := int(self.rfile.readline(), 16):
            self._keep(self.rfile.read(length))
            self.rfile.readline()
        self.rfile.readline()
        self._answer(200, "text/plain", b"")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _keep(self, body: bytes) -> None:
        self.requests.put((self.command, self.path, dict(self.headers.items()), body))

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", "7" if self.command == "HEAD" else str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer_in_two_pieces(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"first")
        self.wfile.flush()
        self.go_on.wait(20)
        self.wfile.write(b"later")


@contextmanager
def other_service() -> Iterator[str]:
    """The URL of an `OtherService`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherService)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator beside an `OtherService`."""
    project = write_hello_project(tmp_path_factory.mktemp("project"), SENDER)
    with other_service() as url, running_emulator(project, "--services-endpoint", url) as running:
        yield running


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator without another service."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"))) as running:
        yield running


def client(emulator: EmulatorProcess, service: str) -> Any:
    """A boto3 client that speaks to the emulator alone, and once."""
    return aws_client(emulator, service, s3={"addressing_style": "path"})


def passed_on() -> tuple[str, str, dict[str, str], bytes]:
    """The next request that the other service got."""
    return OtherService.requests.get(timeout=20)


def test_a_signed_request_is_passed_on_with_its_host_signature_and_body(emulator: EmulatorProcess) -> None:
    url = client(emulator, "sqs").get_queue_url(QueueName="orders")["QueueUrl"]

    method, path, headers, body = passed_on()
    assert url == "http://queues/orders"
    assert (method, path, json.loads(body)) == ("POST", "/", {"QueueName": "orders"})
    assert headers["Host"] == urlsplit(emulator.control_url).netloc
    assert headers["X-Amz-Target"] == "AmazonSQS.GetQueueUrl"
    assert "/us-east-1/sqs/aws4_request" in headers["Authorization"]


def test_a_handler_reaches_other_services_through_the_emulator(emulator: EmulatorProcess) -> None:
    answer = client(emulator, "lambda").invoke(FunctionName="Hello")

    assert json.load(answer["Payload"]) == "http://queues/orders"
    assert json.loads(passed_on()[3]) == {"QueueName": "orders"}


def test_a_path_stays_as_it_was_written_and_an_error_comes_back_as_it_is(emulator: EmulatorProcess) -> None:
    with pytest.raises(ClientError, match="NoSuchKey") as refused:
        client(emulator, "s3").get_object(Bucket="b", Key="a b/%2F+~.txt")

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert passed_on()[1] == "/b/a%20b/%252F%2B~.txt"


def test_a_presigned_url_is_passed_on(emulator: EmulatorProcess) -> None:
    url = client(emulator, "s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})

    assert call(url).status == 404
    assert passed_on()[1] == url.removeprefix(emulator.control_url)


def test_head_is_answered_without_a_body(emulator: EmulatorProcess) -> None:
    assert client(emulator, "s3").head_object(Bucket="b", Key="k")["ContentLength"] == 7
    assert passed_on()[0] == "HEAD"


def test_what_is_unsigned_and_no_operation_of_the_emulators_is_passed_on(emulator: EmulatorProcess) -> None:
    assert call(f"{emulator.control_url}/_localstack/state").status == 404
    assert passed_on()[1] == "/_localstack/state"


def test_an_answer_comes_as_it_is_written(emulator: EmulatorProcess) -> None:
    OtherService.go_on.clear()
    connection = http.client.HTTPConnection(urlsplit(emulator.control_url).netloc, timeout=20)
    connection.request("GET", "/slow")
    response = connection.getresponse()

    assert response.read(5) == b"first"
    OtherService.go_on.set()
    assert response.read() == b"later"
    assert passed_on()[1] == "/slow"


def test_a_request_goes_on_as_it_is_written(emulator: EmulatorProcess) -> None:
    connection = http.client.HTTPConnection(urlsplit(emulator.control_url).netloc, timeout=20)
    connection.putrequest("PUT", "/bucket/key")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"5\r\nfirst\r\n")

    assert passed_on()[3] == b"first"
    connection.send(b"5\r\nlater\r\n0\r\n\r\n")
    assert connection.getresponse().status == 200
    assert passed_on()[3] == b"later"


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("sqs", "create_queue", {"QueueName": "q"}),
        ("sns", "create_topic", {"Name": "t"}),
        ("s3", "get_object", {"Bucket": "b", "Key": "k"}),
        ("ec2", "describe_instances", {}),
        ("route53", "list_hosted_zones", {}),
        ("eks", "list_clusters", {}),
        ("dynamodb", "list_tables", {}),
    ],
)
def test_without_an_endpoint_each_service_is_refused_by_name_in_its_own_protocol(
    alone: EmulatorProcess, service: str, operation: str, arguments: dict[str, str]
) -> None:
    with pytest.raises(ClientError, match="--services-endpoint URL") as refused:
        getattr(client(alone, service), operation)(**arguments)

    response = refused.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert response["Error"]["Code"] == "NotImplementedException"


def test_a_refusal_in_cbor_is_read_as_one() -> None:
    answer = refuse("monitoring", {"smithy-protocol": "rpc-v2-cbor"}, NotImplementedException("not here"), "id")

    assert dict(answer.headers)[b"smithy-protocol"] == b"rpc-v2-cbor"
    assert cbor2.loads(answer.body) == {"__type": "NotImplementedException", "message": "not here"}


def test_an_endpoint_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with other_service() as gone:
        pass
    with (
        running_emulator(write_hello_project(tmp_path), "--services-endpoint", gone) as emulator,
        pytest.raises(ClientError, match=f"The services endpoint {gone} did not answer") as refused,
    ):
        client(emulator, "sqs").create_queue(QueueName="q")

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 502


def test_the_emulator_itself_is_refused_as_the_endpoint(alone: EmulatorProcess, tmp_path: Path) -> None:
    port = urlsplit(alone.control_url).port
    own = f"http://localhost:{(port or 0) - 1}"
    arguments = ["--port", "0", "--control-port", str((port or 0) - 1), "--services-endpoint", own]
    ended = lgtui("serve", str(write_hello_project(tmp_path)), *arguments)

    assert ended.returncode == 2
    assert "is this emulator's own control port" in ended.stderr


@pytest.mark.parametrize(
    "url", ["localhost:5000", "ftp://localhost", "http://", "http://localhost/?a=b", "http://h:99999", "http://[", ""]
)
def test_an_endpoint_that_is_no_url_is_refused(url: str) -> None:
    ended = lgtui("serve", ".", "--services-endpoint", url)

    assert ended.returncode == 2
    assert f"an endpoint is http://HOST:PORT, not {url}" in ended.stderr
