"""printkit: posters, sheets and card decks from content files and layout files."""

__version__ = "0.1.0"
