"""What this tool generates from its own schemas: never edited, checked for drift, used by the command itself."""
