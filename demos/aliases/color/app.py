"""Answers with a color, and with the version that it runs as."""

import json

COLOR = "blue"


def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(
            {
                "color": COLOR,
                "version": context.function_version,
                "invoked as": context.invoked_function_arn.rpartition(":")[2],
            }
        ),
    }
