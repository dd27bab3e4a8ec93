"""Rewrite payloads from one revision of the orq object to another, as far as that can be done safely."""
