"""`python -m orq_schema` is the command `orq-schema`."""

from orq_schema.cli import main

main()
