from . import coverage, coverage_job, coverage_values, finding, identifiers, metering, period, registration
