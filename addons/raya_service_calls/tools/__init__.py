from . import coverage, coverage_values, extension, finding, identifiers, metering, period, registration
