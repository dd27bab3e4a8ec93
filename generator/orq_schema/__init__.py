"""One JSON Schema for the orq request object: validators, models, types and docs from it."""

from orq_schema.version import __version__

__all__ = ["__version__"]
