"""LoadedSchema -> Model: what a schema's values look like, for emitters of any language."""
