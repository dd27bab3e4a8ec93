"""What a schema says of one field: FIELD -> Page -> text or JSON."""
