"""Document -> Problems: the verdict first, explanations only where it is needed."""
