"""Jinja templates through which a schema's text cannot become code."""

from orq_schema.templating.code import Code
from orq_schema.templating.environment import render

__all__ = ["Code", "render"]
