from . import export, holidays
