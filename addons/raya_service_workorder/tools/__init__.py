from . import durations, offers, outcomes, quantities
