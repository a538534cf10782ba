from . import coverage, coverage_values, extension, finding, identifiers, period, registration
