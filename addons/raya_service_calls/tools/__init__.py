from . import coverage, period, registration
