"""The emulated region: Lambda, API Gateway and the faces they are reached through."""
