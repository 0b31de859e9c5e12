"""A Lambda authorizer: it answers with a policy, which API Gateway evaluates and keeps for a minute."""


def handler(event, context):
    token = event["authorizationToken"]
    if token == "crash":
        raise RuntimeError("the gatekeeper fell over")
    return {
        "principalId": "ada" if token == "letmein" else "somebody",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow" if token == "letmein" else "Deny",
                    "Resource": event["methodArn"],
                }
            ],
        },
    }
