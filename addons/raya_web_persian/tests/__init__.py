from . import (
    test_client,
    test_digits,
    test_direction,
    test_drawn_paper,
    test_files,
    test_grouping,
    test_periods,
    test_printing,
    test_solar_hijri,
    test_tour,
    test_typed_day,
)
