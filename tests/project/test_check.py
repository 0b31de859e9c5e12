"""`lgtui check`."""

import io

from lgtui.project.check import check, examine
from tests.project.conftest import WriteProject
from tests.project.test_sam_projects import API, FUNCTION


def test_a_project_that_can_be_loaded_exits_0_and_lists_everything(write_project: WriteProject) -> None:
    out = io.StringIO()
    folder = write_project(API.replace("app.handler", "gone.handler") + "  Table: {Type: AWS::DynamoDB::Table}\n")

    code = check(folder, out)

    text = out.getvalue()
    assert code == 0
    assert "function Orders: python3.11, gone.handler" in text
    assert "GET /orders of shop" in text
    assert "template.yaml:16: AWS::DynamoDB::Table Table" in text
    assert "template.yaml:7: Orders: no gone.py" in text


def test_what_hangs_on_functions_is_listed_as_emulated(write_project: WriteProject) -> None:
    settings = "      AutoPublishAlias: live\n      FunctionUrlConfig: {AuthType: NONE}\n      Layers: [!Ref Shared]\n"
    layer = "  Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: shared/}}\n"

    report = examine(write_project(FUNCTION + settings + layer, **{"shared/python/words.py": ""}))

    assert report.emulated == [
        "layer Shared",
        "function Orders: python3.11, app.handler",
        "alias Orders:live",
        "function URL of Orders:live",
    ]
    assert report.not_emulated == []


def test_a_project_that_cannot_be_loaded_exits_1_with_one_line(write_project: WriteProject) -> None:
    out = io.StringIO()
    folder = write_project(FUNCTION + "      CodeUri: gone/\n")

    code = check(folder, out)

    assert code == 1
    assert out.getvalue().startswith(f"{folder / 'template.yaml'}:8: ")
    assert out.getvalue().count("\n") == 1


def test_a_report_holds_the_problem(write_project: WriteProject) -> None:
    report = examine(write_project("Resources: ["))

    assert report.problem is not None
    assert report.problem.line == 1
