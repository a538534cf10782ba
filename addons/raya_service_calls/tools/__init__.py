from . import coverage, coverage_values, period, registration
