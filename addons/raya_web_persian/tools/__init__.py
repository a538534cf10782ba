from . import babel_calendar, digits, periods, relative_dates, solar_hijri, solar_names
