from . import digits, solar_hijri
