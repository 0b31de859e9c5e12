"""Adds prices up. It knows nothing of HTTP: the mapping templates of the method do."""


def handler(event, context):
    if not event["prices"]:
        raise ValueError(f"there is nothing to add up in {event['order']}")
    return {"order": event["order"], "total": round(sum(event["prices"]), 2)}
