from . import test_client, test_digits, test_solar_hijri
