from . import coverage, coverage_values, finding, identifiers, period, registration
