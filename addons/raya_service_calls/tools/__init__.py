from . import coverage, extension, period, registration
