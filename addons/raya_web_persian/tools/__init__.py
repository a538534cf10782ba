from . import babel_calendar, digits, direction, marks, periods, relative_dates, solar_hijri, solar_names, typed_day
