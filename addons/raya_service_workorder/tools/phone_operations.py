"""What a phone may ask for: every operation of *My Jobs* with its arguments. Nothing else is run for it.

>>> from .phone import read_arguments
>>> read_arguments(OPERATIONS["use_part"], {"part_id": 7, "quantity": 2, "base": 1})
{'part_id': 7, 'quantity': 2.0, 'base': 1.0}
"""

from .phone import read_id, read_image, read_name, read_number, read_text

# Texts of a job that are written on the phone.
TEXTS = ("finding", "recommendation", "customer_remark")
_TEXT = {"text": read_text, "base": read_text}

# Readers of the arguments by their names, see :func:`.phone.read_arguments`.
OPERATIONS = {
    # The visit
    "on_my_way": {},
    "arrive": {},
    "leave": {"outcome": read_name},
    "write_distance": {"distance": read_number, "base": read_number},
    # Answers and services
    "accept_fault": {"diagnosis_id": read_id, "fault_id": read_id},
    "give_reason": {"diagnosis_id": read_id, "reason_id": read_id},
    "write_note": {"diagnosis_id": read_id, **_TEXT},
    "start_timer": {"work_line_id": read_id},
    "stop_timer": {"work_line_id": read_id},
    "add_time": {"work_line_id": read_id, "minutes": read_number},
    "answer_check": {"check_id": read_id, **_TEXT},
    # Parts
    "take_part": {"part_id": read_id},
    "take_substitute": {"part_id": read_id, "product_id": read_id},
    "use_part": {"part_id": read_id, "quantity": read_number, "base": read_number},
    "add_part": {"code": read_name},
    "fit_serial": {"part_id": read_id, "serial": read_name},
    "write_removed": {"part_id": read_id, **_TEXT},
    "request_parts": {},
    "cancel_requests": {"reason": read_name},
    "return_parts": {},
    # The report
    "write_report": {"field": read_name, **_TEXT},
    "record_meter": {"meter": read_name, "value": read_number, "base": read_number},
    "add_photo": {"image": read_image, "name": read_name, "check_id?": read_id},
    "sign": {"image": read_image, "name": read_name},
    "wait_for_parts": {},
    "submit": {},
    "call_back": {},
}
