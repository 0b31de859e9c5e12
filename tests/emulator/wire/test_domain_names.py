"""Domain names on the wire: by the `Host` header on any port, and by path on the control port."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.aws_client import aws_client
from tests.emulator_process import EmulatorProcess, call, running_emulator, write_hello_project

NAME = "api.example.com"
EVENT = "def handler(event, context):\n    return {'statusCode': 200, 'body': event['requestContext']['domainName']}\n"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatorProcess]:
    """An emulator with a domain name that leads to its API."""
    with running_emulator(write_hello_project(tmp_path_factory.mktemp("project"), EVENT)) as running:
        gateway: Any = aws_client(running, "apigateway")
        api = gateway.get_rest_apis()["items"][0]["id"]
        stage = gateway.get_stages(restApiId=api)["item"][0]["stageName"]
        gateway.create_domain_name(domainName=NAME)
        gateway.create_base_path_mapping(domainName=NAME, basePath="v1", restApiId=api, stage=stage)
        yield running


def test_the_host_header_chooses_the_api_on_both_ports(emulator: EmulatorProcess) -> None:
    for url in (emulator.api_url, emulator.control_url):
        answer = call(urljoin(url, "/v1/hello"), headers={"Host": NAME})
        assert (answer.status, answer.body) == (200, NAME.encode())


def test_the_path_chooses_it_on_the_control_port(emulator: EmulatorProcess) -> None:
    answer = call(f"{emulator.control_url}/_aws/domain-names/{NAME}/v1/hello")
    assert (answer.status, answer.body) == (200, NAME.encode())
    unknown = call(f"{emulator.control_url}/_aws/domain-names/none.example.com/v1/hello")
    assert (unknown.status, b"CreateDomainName" in unknown.body) == (404, True)


def test_a_domain_name_never_reaches_the_control_plane(emulator: EmulatorProcess) -> None:
    for path in ("/restapis", "/_lgtui/health"):
        assert call(f"{emulator.control_url}{path}", headers={"Host": NAME}).status == 403
    assert call(f"{emulator.control_url}/restapis", headers={"Host": "other.example.com"}).status == 403
