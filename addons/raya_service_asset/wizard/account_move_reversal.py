from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """An invoice that is credited to be corrected hands its product files to the corrected one."""
        action = super().reverse_moves(is_modify=is_modify)
        if is_modify and len(self.move_ids) == len(self.new_move_ids):
            for move, corrected in zip(self.move_ids, self.new_move_ids, strict=True):
                move._raya_hand_over_assets(corrected)
        return action
