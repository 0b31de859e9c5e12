"""What is wrong with a project is one sentence with file and line."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lgtui.project.errors import ProjectError
from lgtui.project.planner import make_plan
from tests.project.conftest import Fail
from tests.project.test_cloudformation_projects import TREE
from tests.project.test_sam_projects import API, FUNCTION


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("", 0, "is empty"),
        ("just a text", 0, "no Resources section"),
        ("Resources:\n", 0, "no Resources section"),
        ("openapi: 3.0.1\npaths: {}\n", 2, "No operation has the member x-amazon-apigateway-integration"),
        ("Resources:\n  A: [1]\n", 2, "A has no Type"),
        ("Resources:\n  A:\n    Type: AWS::X::Y\n    Properties: [1]\n", 2, "no mapping"),
        ("Resources:\n  Fn::ForEach::A: [x]\n", 2, "not emulated"),
        ("Resources:\n  A: {Type: T\n", 2, "not valid YAML"),
        (FUNCTION + "      CodeUri: gone/\n", 8, "code folder gone/ does not exist"),
        (FUNCTION + "      Role: !GetAtt Gone.Arn\n", 8, "Orders refers to Gone"),
        (FUNCTION + "      Environment:\n        Variables:\n          T: !Sub '${Gone}'\n", 10, "refers to Gone"),
        (FUNCTION + "      Timeout: soon\n", 3, "Orders"),
        (FUNCTION + "    Condition: Gone\n", 3, "condition Gone is not in"),
        (API + "      DefinitionUri: gone.yaml\n", 12, "gone.yaml does not exist"),
        (API.replace("      StageName: dev\n", "      Name: x\n"), 12, "StageName"),
        (TREE.replace("Type: AWS_PROXY", "Type: AWS_PROX"), 20, "Invalid integration type"),
    ],
)
def test_a_fault_of_the_template_names_its_line(fault_of: Fail, template: str, line: int, words: str) -> None:
    fault = fault_of(template)

    assert words in fault.message
    assert fault.line == line
    assert Path(fault.file).name == "template.yaml"
    assert "\n" not in fault.message


def test_a_reference_to_an_absent_resource_names_the_line(fault_of: Fail) -> None:
    template = FUNCTION.replace("Resources:", "Conditions:\n  Never: !Equals [a, b]\nResources:")
    template += "      Role: !GetAtt Role.Arn\n  Role:\n    Type: AWS::IAM::Role\n    Condition: Never\n"

    fault = fault_of(template)

    assert fault.line == 5
    assert "Role" in fault.message


def test_two_functions_of_one_name_are_refused(fault_of: Fail) -> None:
    named = FUNCTION + "      FunctionName: same\n"
    other = named.split("Resources:\n")[1].replace("  Orders:", "  Other:")

    assert "Two functions are called same" in fault_of(named + other).message


def test_a_broken_samconfig_is_named(fault_of: Fail) -> None:
    fault = fault_of(FUNCTION, **{"samconfig.toml": "[default\n"})

    assert Path(fault.file).name == "samconfig.toml"


def test_an_included_file_that_is_broken_is_named(fault_of: Fail) -> None:
    fault = fault_of(API + "      DefinitionUri: api.yaml\n", **{"api.yaml": "a: [1\n"})

    assert (Path(fault.file).name, fault.line) == ("api.yaml", 1)


def test_a_folder_without_a_template_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="lgtui demo hello"):
        make_plan(tmp_path, "123456789012", "us-east-1")


def test_a_path_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="does not exist"):
        make_plan(tmp_path / "gone", "123456789012", "us-east-1")


_scalars = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "Orders", "a.b", "${X}", "s3://b/k", "."])
)
_keys = st.sampled_from(
    ["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::Join", "Fn::Select", "Fn::Transform", "Condition", "Type", "Name",
     "Properties", "Events", "Path", "Method", "RestApiId", "Variables", "Body", "paths", "/x", "get", "swagger"]
)  # fmt: skip
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3), max_leaves=8
)
_properties = st.dictionaries(
    st.sampled_from(
        ["Runtime", "Handler", "CodeUri", "Code", "InlineCode", "Events", "Environment", "Timeout", "StageName",
         "Body", "DefinitionBody", "DefinitionUri", "MethodSettings", "Variables", "RestApiId", "ParentId",
         "Integration", "Auth", "Cors", "Tags", "Architectures", "FunctionName", "Layers", "PackageType",
         "AutoPublishAlias"]
    ),
    _values,
    max_size=5,
)  # fmt: skip
_types = st.sampled_from(
    ["AWS::Serverless::Function", "AWS::Serverless::Api", "AWS::Lambda::Function", "AWS::ApiGateway::RestApi",
     "AWS::ApiGateway::Method", "AWS::ApiGateway::Resource", "AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment",
     "AWS::Lambda::Alias", "AWS::Serverless::LayerVersion", "AWS::S3::Bucket"]
)  # fmt: skip
_templates = st.fixed_dictionaries(
    {
        "Resources": st.dictionaries(
            st.sampled_from(["Orders", "Api", "Other"]),
            st.fixed_dictionaries(
                {"Type": _types}, optional={"Properties": _properties | _values, "Condition": _values}
            ),
            min_size=1,
        )
    },
    optional={
        "Globals": _values,
        "Parameters": _values,
        "Conditions": _values,
        "Mappings": _values,
        "Transform": _values,
    },
)


@given(template=_templates)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_template_is_planned_or_refused(
    tmp_path_factory: pytest.TempPathFactory, template: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / "template.json"
    file.write_text(json.dumps(template))

    try:
        plan = make_plan(file, "123456789012", "us-east-1")
    except ProjectError as error:
        assert error.message
    else:
        assert plan.template == file
