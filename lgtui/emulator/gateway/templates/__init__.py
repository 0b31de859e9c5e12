"""Mapping templates: what API Gateway renders, rendered here. Depends on nothing else of lgtui."""
