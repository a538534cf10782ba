from . import (
    raya_diagnosis_proposal,
    raya_visit_break,
    raya_visit_finish,
    raya_workorder_amend,
    raya_workorder_cancel_request,
    raya_workorder_hand_over,
    raya_workorder_submission,
    stock_return_picking,
)
