"""Hallway: step out of your room and share what you learned."""

__version__ = "0.1.0"
