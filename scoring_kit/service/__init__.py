"""The approved score behind an HTTP API: `create_app` is where it begins."""
