from . import test_allotment, test_company_day, test_direction, test_folding, test_walk
