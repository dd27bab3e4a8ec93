"""JSON at volume: lines of large files, columns of tables, judged as the command judges one document."""
