"""Deployment packages: fetched from S3 at the services endpoint, held to AWS's sizes, and nothing outside of them."""

import base64
import hashlib
import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.wire.lambda_client import client, create, package, refusal
from tests.emulator_process import running_emulator, write_hello_project

OBJECTS = {"/packages/code/my%20app.zip": package(), "/packages/code/my%20app.zip?versionId=2": package("x = 2\n")}


class S3(http.server.BaseHTTPRequestHandler):
    """A bucket with two versions of one object."""

    def do_GET(self) -> None:
        """Answer GetObject as S3 does."""
        assert "/us-east-1/s3/aws4_request" in self.headers["Authorization"]
        content = OBJECTS.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        error = b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"
        self.wfile.write(content or error)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def lambda_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of an emulator with an S3 beside it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), S3)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    project = write_hello_project(tmp_path_factory.mktemp("project"))
    with running_emulator(project, "--services-endpoint", f"http://127.0.0.1:{server.server_port}") as running:
        yield client(running)
    server.shutdown()
    thread.join()
    server.server_close()


def sha256(content: bytes) -> str:
    """A package's hash as configurations have it."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_functions_and_layers_are_made_of_packages_in_s3(lambda_: Any) -> None:
    place = {"S3Bucket": "packages", "S3Key": "code/my app.zip"}
    created = create(lambda_, "stored", Code=place)
    updated = lambda_.update_function_code(FunctionName="stored", S3ObjectVersion="2", **place)
    layer = lambda_.publish_layer_version(LayerName="stored", Content=place)

    first, second = OBJECTS.values()
    assert (created["CodeSha256"], updated["CodeSha256"]) == (sha256(first), sha256(second))
    assert layer["Content"]["CodeSha256"] == sha256(first)


def test_an_object_that_is_not_there_is_refused_in_lambda_s_words(lambda_: Any) -> None:
    assert refusal(create, lambda_=lambda_, name="gone", Code={"S3Bucket": "packages", "S3Key": "gone.zip"}) == (
        400,
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
    )


def test_a_package_over_50_mb_is_refused(lambda_: Any) -> None:
    assert refusal(create, lambda_=lambda_, name="large", Code={"ZipFile": b"\0" * 52_428_801}) == (
        413,
        "RequestEntityTooLargeException",
        "Zipped size must be smaller than 52428800 bytes",
    )


def test_a_request_that_is_too_large_for_lambda_is_refused_by_its_operation(lambda_: Any) -> None:
    with pytest.raises(ClientError) as refused:
        create(lambda_, "large", Code={"ZipFile": b"\0" * 53_000_000})

    assert refused.value.response["Error"] == {
        "Code": "RequestEntityTooLargeException",
        "Message": "Request must be smaller than 70167211 bytes for the CreateFunction operation",
    }


def test_a_bomb_is_refused_before_it_is_unpacked(lambda_: Any, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.bin", b"\0" * 100_000_000)

    assert refusal(create, lambda_=lambda_, name="bomb", Code={"ZipFile": buffer.getvalue()}) == (
        400,
        "InvalidParameterValueException",
        "Unzipped size must be smaller than 262144000 bytes",
    )


def test_code_and_layers_share_250_mb(lambda_: Any) -> None:
    layer = lambda_.publish_layer_version(LayerName="large", Content={"ZipFile": zeros(200_000_000)})
    status, code, message = refusal(
        create,
        lambda_=lambda_,
        name="combined",
        Code={"ZipFile": zeros(70_000_000)},
        Layers=[layer["LayerVersionArn"]],
    )
    create(lambda_, "small", Layers=[layer["LayerVersionArn"]])

    assert (status, code) == (400, "InvalidParameterValueException")
    assert message == (
        "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is "
        "270000000 bytes."
    )
    assert refusal(lambda_.get_function, FunctionName="combined")[1] == "ResourceNotFoundException"


def zeros(size: int) -> bytes:
    """A package of one file of noughts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", bytes(size))
    return buffer.getvalue()


def test_a_package_that_says_less_than_it_holds_is_refused(lambda_: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("main.py", b"\0" * 1_000_000)
    lying = buffer.getvalue().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert refusal(create, lambda_=lambda_, name="lying", Code={"ZipFile": lying}) == (
        400,
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.",
    )
