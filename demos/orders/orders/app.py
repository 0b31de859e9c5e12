"""Orders that nobody keeps: each answer says what the function was asked."""

import json


def handler(event, context):
    method, parameters = event["httpMethod"], event["pathParameters"] or {}
    print(f"[INFO] {method} {event['path']} as {context.function_version}")
    if "proxy" in parameters:
        return _answer(404, {"message": f"there are no {parameters['proxy']} here, but /orders"})
    if method == "POST":
        order = json.loads(event["body"])
        return _answer(201, {"id": f"ord-{1000 + len(order['items'])}", **order})
    if method == "DELETE":
        return _answer(200, {"deleted": parameters["id"], "by": event["requestContext"]["authorizer"]["principalId"]})
    if "id" in parameters:
        expand = (event["queryStringParameters"] or {}).get("expand")
        return _answer(200, {"id": parameters["id"], "items": [{"name": "tea", "price": 4.5}] if expand else 1})
    return _answer(200, {"orders": ["ord-1001", "ord-1002"]})


def _answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
