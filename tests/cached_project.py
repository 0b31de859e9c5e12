"""A project whose stage has a response cache: a mock, so that no function is needed to fill it."""

from pathlib import Path

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      Name: shop
      StageName: dev
      CacheClusterEnabled: true
      CacheClusterSize: "0.5"
      MethodSettings:
        - {ResourcePath: "/*", HttpMethod: "*", CachingEnabled: true, CacheTtlInSeconds: 60}
      DefinitionBody:
        swagger: "2.0"
        info: {title: shop, version: "1"}
        paths:
          /orders/{id}:
            get:
              parameters:
                - {name: id, in: path, required: true, type: string}
                - {name: Authorization, in: header, type: string}
              responses: {"200": {description: ok}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '{"statusCode": 200}'}
                responses:
                  default:
                    statusCode: "200"
                    responseTemplates: {application/json: 'the secret answer'}
                cacheKeyParameters: [method.request.path.id, method.request.header.Authorization]
"""


def write_cached_project(folder: Path) -> Path:
    """The project in `folder`; its answers are kept for 60 s."""
    (folder / "template.yaml").write_text(TEMPLATE)
    return folder
