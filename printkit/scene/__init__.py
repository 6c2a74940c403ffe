"""What is inked, and what it means: the value that every product narrows to."""
