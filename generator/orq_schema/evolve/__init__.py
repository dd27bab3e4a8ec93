"""What a change of a schema breaks, for those who write payloads and for those who read them, with proof."""
