"""Bytes -> Documents: strict reading, places on demand, and where the orq object sits."""
