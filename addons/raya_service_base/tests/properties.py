"""What property tests of all floors share: random examples, told by hypothesis.

`hypothesis` is a requirement of development only. Where it is missing, as on a
customer's server, the property tests are skipped and all others still run.
"""

import os
import unittest

try:
    import hypothesis
    from hypothesis import strategies
except ImportError:
    from unittest.mock import MagicMock

    # What is built from these at import is never used.
    hypothesis, strategies, IS_INSTALLED = MagicMock(), MagicMock(), False
else:
    IS_INSTALLED = True

# Of each property in each run. They are the same ones every time: more of them cost time and find nothing new.
EXAMPLES = 25
# A run that asks for all there is tells new ones every time, as many as its profile of hypothesis says.
IS_FULL = bool(os.environ.get("RAYA_FULL") or os.environ.get("HYPOTHESIS_PROFILE"))


def given(*arguments, examples=EXAMPLES, full=0, **named):
    """``hypothesis.given`` with our settings: nothing is kept on disk, and no example is too slow.

    :param examples: how many a usual run tells
    :param full: how many a full run tells, where its profile has more than the time allows
    """

    def decorate(test):
        return _get_settings(examples, full)(hypothesis.given(*arguments, **named)(test))

    return decorate if IS_INSTALLED else unittest.skip("Property tests need the Python package hypothesis.")


def _get_settings(examples, full=0):
    most = max(examples, full or hypothesis.settings.default.max_examples) if IS_FULL else examples
    return hypothesis.settings(max_examples=most, derandomize=not IS_FULL, deadline=None, database=None)
