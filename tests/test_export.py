"""`lgtui export`: APIs of a running emulator and of projects, as documents."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, running_emulator, write_hello_project
from tests.test_cli import lgtui

INTEGRATION = "x-amazon-apigateway-integration"

SHOP = """\
openapi: 3.0.1
info: {title: shop, version: "1"}
paths:
  /a:
    get:
      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}}
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator on one OpenAPI file."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "openapi.yaml").write_text(SHOP)
    with running_emulator(folder) as running:
        yield running


def test_the_only_api_of_a_running_emulator_is_exported(emulator: EmulatorProcess) -> None:
    ended = lgtui("export", "--endpoint-url", emulator.control_url)

    document = json.loads(ended.stdout)
    assert (document["openapi"], document["info"]["title"]) == ("3.0.1", "shop")
    assert document["paths"]["/a"]["get"][INTEGRATION]["type"] == "mock"


def test_an_api_is_named_and_the_file_s_name_says_the_form(emulator: EmulatorProcess, tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"

    ended = lgtui("export", "shop", "--format", "swagger", "-o", str(out), "--endpoint-url", emulator.control_url)

    assert (ended.returncode, ended.stdout) == (0, "")
    assert yaml.safe_load(out.read_text())["swagger"] == "2.0"


def test_what_is_not_there_is_said_with_what_is(emulator: EmulatorProcess) -> None:
    api = lgtui("export", "store", "--endpoint-url", emulator.control_url)
    stage = lgtui("export", "shop", "--stage", "beta", "--endpoint-url", emulator.control_url)

    assert (api.returncode, stage.returncode) == (2, 2)
    assert api.stderr.startswith("lgtui: there is no API store; there is shop (")
    assert stage.stderr == "lgtui: shop has no stage beta; there is dev\n"


def test_the_template_here_is_what_is_exported_where_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_hello_project(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert "/hello" in json.loads(lgtui("export").stdout)["paths"]


def test_a_project_is_exported_without_an_emulator(tmp_path: Path) -> None:
    write_hello_project(tmp_path)

    ended = lgtui("export", str(tmp_path), "--as", "yaml")

    document = yaml.safe_load(ended.stdout)
    assert document["servers"][0]["variables"]["basePath"]["default"] == "Prod"
    assert document["paths"]["/hello"]["get"][INTEGRATION]["type"] == "aws_proxy"


def test_what_is_exported_of_a_file_is_the_same_when_exported_again(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    out = tmp_path / "openapi.json"

    lgtui("export", str(tmp_path / "shop.yaml"), "-o", str(out))

    again = json.loads(lgtui("export", str(out)).stdout)
    assert again["paths"] == json.loads(out.read_text())["paths"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["broken.yaml"], "broken.yaml: broken.yaml has no Resources section"),
        (["--project", "gone"], "gone does not exist"),
        (["shop.yaml", "--extensions", "postman"], "Postman"),
        (["shop.yaml", "-o", "no/such/folder.json"], "no/such/folder.json: No such file or directory"),
        (["--endpoint-url", "http://127.0.0.1:1"], "no emulator answers at http://127.0.0.1:1"),
    ],
)
def test_what_cannot_be_exported_is_one_line_and_exit_code_2(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "broken.yaml").write_text("a: 1\n")

    ended = lgtui("export", *arguments, folder=tmp_path)

    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_boto3_exports_and_imports(emulator: EmulatorProcess) -> None:
    client = aws_client(emulator, "apigateway")
    (api,) = client.get_rest_apis()["items"]

    exported = client.get_export(
        restApiId=api["id"], stageName="dev", exportType="swagger", parameters={"extensions": "apigateway"}
    )
    body = exported["body"].read()
    imported = client.import_rest_api(body=body, failOnWarnings=True)

    assert exported["contentType"] == "application/octet-stream"
    assert exported["contentDisposition"] == 'attachment; filename="swagger_1.json"'
    assert exported["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "application/octet-stream"
    assert (imported["name"], imported["version"], imported.get("warnings")) == ("shop", "1", None)
    client.delete_rest_api(restApiId=imported["id"])
