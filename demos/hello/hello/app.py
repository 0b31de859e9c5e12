"""Greets whoever asks. Change the words, save, and send the request again."""

import json
import os

calls = 0  # lives as long as this execution environment does


def handler(event, context):
    global calls
    calls += 1
    name = (event.get("pathParameters") or {}).get("name", "world")
    print(f"greeting {name}, call {calls} of this environment")
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(
            {
                "message": f"{os.environ['GREETING']}, {name}!",
                "calls of this environment": calls,
                "milliseconds left": context.get_remaining_time_in_millis(),
            }
        ),
    }
