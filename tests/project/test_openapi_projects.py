"""OpenAPI files, opened as projects."""

from pathlib import Path

import pytest

from lgtui.emulator.gateway.model import PageRequest
from lgtui.emulator.region import Region
from lgtui.emulator.settings import Settings
from lgtui.project.errors import ProjectError
from lgtui.project.openapi_file import stage_name
from lgtui.project.plan import ApiPlan, Plan
from lgtui.project.planner import make_plan
from lgtui.project.project import Project

FILE = """\
openapi: 3.0.1
info: {title: Pet shop, description: sells, version: "1.2"}
servers:
  - url: https://shop.example.com/{basePath}
    variables: {basePath: {default: v1}}
x-amazon-apigateway-minimum-compression-size: 10
paths:
  /pets:
    get:
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}}
    post: {responses: {"201": {description: made}}}
  /call:
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri:
          Fn::Sub: arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/a:function:f/invocations
components:
  schemas:
    Pet: {type: object}
"""


def plan_of(folder: Path, text: str = FILE, name: str = "openapi.yaml") -> Plan:
    (folder / name).write_text(text)
    settings = Settings(work_folder=folder)
    return make_plan(folder, settings.account_id, settings.region_name)


def only_api(plan: Plan) -> ApiPlan:
    (api,) = plan.apis.values()
    return api


def fault_of(folder: Path, text: str) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        plan_of(folder, text)
    return caught.value


def test_the_file_is_an_api_with_a_stage_called_as_its_url_says(tmp_path: Path) -> None:
    api = only_api(plan_of(tmp_path))

    assert (api.name, api.description, [stage.name for stage in api.stages]) == ("Pet shop", "sells", ["v1"])
    assert list(api.methods) == [("/pets", "GET"), ("/call", "ANY")]
    assert api.method_lines == {("/pets", "GET"): 9, ("/call", "ANY"): 14}
    assert (api.settings.version, api.settings.minimum_compression_size) == ("1.2", 10)


@pytest.mark.parametrize("name", ["openapi.json", "swagger.yaml", "swagger.json"])
def test_a_folder_is_a_project_by_the_file_s_name(tmp_path: Path, name: str) -> None:
    content = '{"swagger": "2.0", "info": {"title": "x"}, "basePath": "/live", "paths": {"/": {"get": {'
    content += '"x-amazon-apigateway-integration": {"type": "mock"}}}}}'

    plan = plan_of(tmp_path, content, name)

    assert (plan.name, plan.template.name) == (tmp_path.name.replace("_", "-"), name)
    assert [stage.name for stage in only_api(plan).stages] == ["live"]


def test_a_template_beside_it_comes_first(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources: {Bucket: {Type: AWS::S3::Bucket}}\n")

    assert plan_of(tmp_path).template.name == "template.yaml"


@pytest.mark.parametrize(
    ("url", "stage"),
    [
        ("https://example.com/prod", "prod"),
        ("https://example.com/", "dev"),
        ("https://example.com/a/b", "dev"),
        ("/{stage}", "dev"),
        ("https://example.com/a%20b", "dev"),
    ],
)
def test_a_url_that_is_no_stage_leaves_the_default(url: str, stage: str) -> None:
    assert stage_name({"openapi": "3.0.1", "servers": [{"url": url}]}) == stage


def test_what_cannot_be_deployed_and_what_is_not_there_is_noted_with_its_line(tmp_path: Path) -> None:
    notices = plan_of(tmp_path).notices

    assert [(notice.line, notice.text.split(":")[0]) for notice in notices] == [
        (12, "POST /pets has no x-amazon-apigateway-integration"),
        (14, "ANY /call calls the function f"),
    ]


def test_what_only_http_apis_have_is_noted(tmp_path: Path) -> None:
    notices = plan_of(tmp_path, FILE + 'x-amazon-apigateway-cors: {allowOrigins: ["*"]}\n').notices

    assert (23, "x-amazon-apigateway-cors is of an HTTP API: what is served is a REST API, without it.") in notices


def test_a_function_that_another_file_has_is_said_to_be_there(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, FILE.replace("functions/a:function:f/", "functions/${Get.Arn}/"))

    assert (
        "refers to Get, which an OpenAPI file does not hold. Open the template that takes this file in."
        in fault.message
    )
    assert fault.line == 18


def test_a_file_without_any_integration_says_what_to_add(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, "openapi: 3.0.1\ninfo: {title: x}\npaths:\n  /a: {get: {}}\n")

    assert fault.line == 3
    assert "No operation has the member x-amazon-apigateway-integration" in fault.message


def test_what_cannot_be_read_names_its_pointer_and_its_line(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, FILE.replace("type: mock", "type: mocked"))

    assert fault.line == 11
    place = "#/paths/~1pets/get/x-amazon-apigateway-integration/type"
    assert fault.message.endswith(f"Invalid integration type 'mocked' ({place}).")


@pytest.mark.parametrize(
    ("was", "becomes", "line", "told"),
    [
        ("/pets:", "/p}:", 9, "(#/paths/~1p})"),
        ("Pet: {type: object}", "Pet: {type: objekt}", 22, "(#/components/schemas/Pet)"),
        ("type: mock,", "type: mock, timeoutInMillis: 1,", 9, "(#/paths/~1pets/get/x-amazon-apigateway-integration)"),
    ],
)
async def test_what_operations_refuse_names_its_pointer_and_its_line(
    region: Region, tmp_path: Path, was: str, becomes: str, line: int, told: str
) -> None:
    assert was in FILE
    (tmp_path / "openapi.yaml").write_text(FILE.replace(was, becomes))
    project = Project(tmp_path / "openapi.yaml", region)

    await project.load()

    assert project.problem is not None
    assert told in project.problem.message
    assert project.problem.line == line


async def test_a_save_of_the_file_is_a_new_deployment(region: Region, tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(FILE)
    project = Project(tmp_path, region)
    await project.load()
    (tmp_path / "openapi.yaml").write_text(FILE.replace("/call:", "/dial:"))

    await project.load()

    (api,) = region.gateway.apis()
    assert project.problem is None
    assert [resource.path for resource in region.gateway.resources_of(api.id)] == ["/", "/dial", "/pets"]
    assert len(region.gateway.get_deployments(PageRequest(rest_api_id=api.id)).items) == 2


TAKING_IN = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      {definition}
"""

TAKEN_IN = """\
openapi: 3.0.1
info: {title: x}
paths:
  /a:
    get:
      parameters: none
      x-amazon-apigateway-integration:
        type: mock
"""


@pytest.mark.parametrize(
    "definition",
    [
        "DefinitionUri: api.yaml",
        "DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}",
    ],
)
def test_what_is_wrong_in_a_file_that_a_template_takes_in_has_that_file_s_line(tmp_path: Path, definition: str) -> None:
    template = TAKING_IN.replace("{definition}", definition)
    (tmp_path / "api.yaml").write_text(TAKEN_IN)
    notices = plan_of(tmp_path, template, "template.yaml").notices
    (tmp_path / "api.yaml").write_text(TAKEN_IN.replace("mock", "mocked"))

    with pytest.raises(ProjectError) as caught:
        plan_of(tmp_path, template, "template.yaml")

    assert (Path(caught.value.file).name, caught.value.line) == ("api.yaml", 8)
    assert [(notice.line, notice.text) for notice in notices] == [
        (
            3,
            "Api: attribute paths.'/a'(get).parameters is not of type `array` (#/paths/~1a/get/parameters) "
            "in api.yaml:6.",
        )
    ]


def test_what_is_wrong_in_a_template_s_own_document_has_the_template_s_line(tmp_path: Path) -> None:
    own = "DefinitionBody:\n" + "".join(f"        {line}\n" for line in TAKEN_IN.replace("mock", "mocked").splitlines())

    with pytest.raises(ProjectError) as caught:
        plan_of(tmp_path, TAKING_IN.replace("{definition}", own), "template.yaml")

    assert (Path(caught.value.file).name, caught.value.line) == ("template.yaml", 15)
