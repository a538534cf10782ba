from . import coverage, coverage_values, finding, identifiers, metering, period, registration
