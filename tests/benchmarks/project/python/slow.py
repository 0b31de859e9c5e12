"""A handler that keeps its environment busy for a while."""

import time


def handler(event, context):
    time.sleep(event["seconds"])
    return {"waited": event["seconds"]}
