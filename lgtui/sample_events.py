"""Events as AWS sends them to a function, to begin from: the documented shapes with a project's own ARNs.

Each stands for one occurrence (one object, one message, one record) at a given moment, in the function's own region
and account. Shapes: the developer guide's pages `with-s3`, `with-sns`, `with-sqs`, `with-kinesis`, `with-ddb`,
`services-cloudwatchevents` and `services-apigateway`, and S3's `notification-content-structure`.
"""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]

NOBODY = "arn:aws:lambda:us-east-1:000000000000:function:function"
"""The function where none is known."""

MESSAGE_ID = "19dd0b57-b21e-4ac1-bd88-01bbb068cb78"
SEQUENCE_NUMBER = "49590338271490256608559692538361571095921575989136588898"


@dataclass(frozen=True)
class Occasion:
    """Where and when an event happens.

    Args:
        function_arn: the function it is for; its region, account and partition are the event's.
        at: seconds since the epoch.
    """

    function_arn: str = NOBODY
    at: float = 0.0

    @property
    def region(self) -> str:
        """The function's region."""
        return self._part(3)

    @property
    def account(self) -> str:
        """The function's account id."""
        return self._part(4)

    @property
    def time(self) -> str:
        """The moment as services write it: `1970-01-01T00:00:00.000Z`."""
        whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(self.at))
        return f"{whole}.{int(self.at * 1000) % 1000:03}Z"

    @property
    def milliseconds(self) -> int:
        """The moment in milliseconds since the epoch."""
        return int(self.at * 1000)

    def arn(self, service: str, resource: str) -> str:
        """An ARN of the same region and account."""
        return f"arn:{self._part(1)}:{service}:{self.region}:{self.account}:{resource}"

    def global_arn(self, service: str, resource: str, *, account: bool = False) -> str:
        """An ARN of a service without regions."""
        return f"arn:{self._part(1)}:{service}::{self.account if account else ''}:{resource}"

    def _part(self, number: int) -> str:
        parts = self.function_arn.split(":")
        return (parts if len(parts) >= 7 else NOBODY.split(":"))[number]


def blank(_occasion: Occasion) -> Event:
    """An event with nothing in it."""
    return {}


def s3_put(occasion: Occasion) -> Event:
    """An object was created in a bucket."""
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": occasion.region,
        "eventTime": occasion.time,
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": "EXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": "EXAMPLE123456789",
            "x-amz-id-2": "EXAMPLE123/5678abcdefghijklambdaisawesome/mnopqrstuvwxyzABCDEFGH",
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "testConfigRule",
            "bucket": {
                "name": "amzn-s3-demo-bucket",
                "ownerIdentity": {"principalId": "EXAMPLE"},
                "arn": occasion.global_arn("s3", "amzn-s3-demo-bucket"),
            },
            "object": {
                "key": "photos/happy+face.jpg",
                "size": 1024,
                "eTag": "0123456789abcdef0123456789abcdef",
                "sequencer": "0A1B2C3D4E5F678901",
            },
        },
    }
    return {"Records": [record]}


def sns(occasion: Occasion) -> Event:
    """A message was published to a topic."""
    topic = occasion.arn("sns", "orders")
    subscription = f"{topic}:21be56ed-a058-49f5-8c98-aedd2564c486"
    certificate = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
    message = {
        "SignatureVersion": "1",
        "Timestamp": occasion.time,
        "Signature": "EXAMPLE",
        "SigningCertUrl": f"https://sns.{occasion.region}.amazonaws.com/{certificate}",
        "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
        "Message": "Hello from SNS!",
        "MessageAttributes": {"kind": {"Type": "String", "Value": "greeting"}},
        "Type": "Notification",
        "UnsubscribeUrl": f"https://sns.{occasion.region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscription}",
        "TopicArn": topic,
        "Subject": "A greeting",
    }
    return {
        "Records": [
            {"EventVersion": "1.0", "EventSubscriptionArn": subscription, "EventSource": "aws:sns", "Sns": message}
        ]
    }


def sqs(occasion: Occasion) -> Event:
    """A batch of one message was received from a queue."""
    body = "Hello from SQS!"
    record = {
        "messageId": MESSAGE_ID,
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(occasion.milliseconds),
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": str(occasion.milliseconds + 6),
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": occasion.arn("sqs", "jobs"),
        "awsRegion": occasion.region,
    }
    return {"Records": [record]}


def kinesis(occasion: Occasion) -> Event:
    """A batch of one record was read from a shard."""
    record = {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "1",
            "sequenceNumber": SEQUENCE_NUMBER,
            "data": base64.b64encode(b"Hello, this is a test.").decode(),
            "approximateArrivalTimestamp": occasion.milliseconds / 1000,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000006:{SEQUENCE_NUMBER}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": occasion.global_arn("iam", "role/lambda-role", account=True),
        "awsRegion": occasion.region,
        "eventSourceARN": occasion.arn("kinesis", "stream/clicks"),
    }
    return {"Records": [record]}


def dynamodb(occasion: Occasion) -> Event:
    """An item was inserted into a table, and then changed."""
    key = {"Id": {"N": "101"}}
    inserted = {"Message": {"S": "New item!"}, **key}
    changed = {"Message": {"S": "This item has changed"}, **key}
    return {
        "Records": [
            _stream_record(occasion, 1, "INSERT", {"Keys": key, "NewImage": inserted}),
            _stream_record(occasion, 2, "MODIFY", {"Keys": key, "NewImage": changed, "OldImage": inserted}),
        ]
    }


def _stream_record(occasion: Occasion, number: int, name: str, images: Event) -> Event:
    change = {
        "ApproximateCreationDateTime": occasion.milliseconds // 1000,
        **images,
        "SequenceNumber": f"{number}11",
        "SizeBytes": 26 if name == "INSERT" else 59,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    return {
        "eventID": hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(),
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": occasion.region,
        "dynamodb": change,
        "eventSourceARN": occasion.arn("dynamodb", f"table/orders/stream/{occasion.time[:-1]}"),
    }


def eventbridge(occasion: Occasion) -> Event:
    """A scheduled rule fired."""
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": occasion.account,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(occasion.at)),
        "region": occasion.region,
        "resources": [occasion.arn("events", "rule/my-scheduled-rule")],
        "detail": {},
    }


def api_gateway(occasion: Occasion) -> Event:
    """A request came through a REST API with proxy integration (payload format 1.0)."""
    headers = {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "Host": f"70ixmpl4fl.execute-api.{occasion.region}.amazonaws.com",
        "User-Agent": "curl/8.5.0",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
    }
    query = {"expand": "items"}
    return {
        "resource": "/orders/{id}",
        "path": "/orders/7",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        "pathParameters": {"id": "7"},
        "stageVariables": None,
        "requestContext": _request_context(occasion, headers),
        "body": json.dumps({"quantity": 2}),
        "isBase64Encoded": False,
    }


def _request_context(occasion: Occasion, headers: dict[str, str]) -> Event:
    nobody = ("cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "principalOrgId", "accessKey")
    nothing = ("cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "user")
    identity = {**dict.fromkeys((*nobody, *nothing)), "sourceIp": "203.0.113.7", "userAgent": headers["User-Agent"]}
    return {
        "resourceId": "2gxmpl",
        "resourcePath": "/orders/{id}",
        "httpMethod": "POST",
        "extendedRequestId": "JJbxmplHYosFVYQ=",
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(occasion.at)),
        "path": "/Prod/orders/7",
        "accountId": occasion.account,
        "protocol": "HTTP/1.1",
        "stage": "Prod",
        "domainPrefix": "70ixmpl4fl",
        "requestTimeEpoch": occasion.milliseconds,
        "requestId": "77375676-xmpl-4b79-853a-f982474efe18",
        "identity": identity,
        "domainName": headers["Host"],
        "apiId": "70ixmpl4fl",
    }


SAMPLES: dict[str, Callable[[Occasion], Event]] = {
    "blank": blank,
    "s3": s3_put,
    "sns": sns,
    "sqs": sqs,
    "kinesis": kinesis,
    "dynamodb": dynamodb,
    "eventbridge": eventbridge,
    "api-gateway": api_gateway,
}
"""Name → the event of that name."""

TITLES = {
    "blank": "blank",
    "s3": "S3 put",
    "sns": "SNS message",
    "sqs": "SQS message",
    "kinesis": "Kinesis record",
    "dynamodb": "DynamoDB stream",
    "eventbridge": "EventBridge schedule",
    "api-gateway": "API Gateway proxy",
}
"""Name → what people call it."""


def sample(name: str, occasion: Occasion) -> str:
    """A sample event as JSON, its members on lines of their own."""
    return json.dumps(SAMPLES[name](occasion), indent=2)
