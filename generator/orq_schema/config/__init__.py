"""What `[tool.orq-schema]` in a pyproject.toml says; this room knows no options and writes nothing."""
