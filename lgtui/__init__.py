"""lgtui: a terminal explorer for AWS Lambda and API Gateway, on an emulation core of its own."""

__version__ = "0.1.0"
