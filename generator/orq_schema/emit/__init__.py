"""Model -> {path: text}: one module for each target; nothing here writes files."""
