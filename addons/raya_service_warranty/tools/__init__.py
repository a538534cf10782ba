from . import coverage, coverage_job, coverage_values, period
