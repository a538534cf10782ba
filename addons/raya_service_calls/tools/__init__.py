from . import coverage, finding, identifiers, period, registration
