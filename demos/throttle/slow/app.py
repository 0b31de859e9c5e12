"""Takes its time: as many milliseconds as the stage variable `delay` says."""

import json
import time

calls = 0  # lives as long as this execution environment does


def handler(event, context):
    global calls
    calls += 1
    delay = int((event.get("stageVariables") or {}).get("delay", 200))
    time.sleep(delay / 1000)
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"path": event["path"], "slept": f"{delay} ms", "calls of this environment": calls}),
    }
