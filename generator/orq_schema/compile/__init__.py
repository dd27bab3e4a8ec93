"""LoadedSchema -> Python source of a validator that needs nothing but the standard library."""
