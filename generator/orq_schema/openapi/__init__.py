"""An OpenAPI document -> the schema of one property of a request's body, in draft 2020-12 and our own layout."""
