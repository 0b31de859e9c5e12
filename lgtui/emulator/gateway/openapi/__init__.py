"""OpenAPI documents in and out of the resource tree."""
