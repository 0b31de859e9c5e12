"""AWS Lambda: functions, invocations and execution environments."""
