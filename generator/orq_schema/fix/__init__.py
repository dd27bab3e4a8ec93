"""Safe mends, made in the text of a payload: what they do not touch stays as it is, byte for byte."""
