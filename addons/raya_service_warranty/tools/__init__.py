from . import coverage, coverage_values, extension, period
