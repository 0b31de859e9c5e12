"""Amazon API Gateway, REST APIs: the control plane's operations and the request life cycle."""
