"""File -> LoadedSchema: checked against its metaschema, references resolved on this machine only."""
