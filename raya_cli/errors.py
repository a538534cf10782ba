"""The one exception a user is meant to read."""


class RayaError(Exception):
    """Something is missing or went wrong; the text is one sentence that says what to do about it."""
