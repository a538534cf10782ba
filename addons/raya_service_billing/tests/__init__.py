from . import test_billing, test_documents, test_ledger, test_shares
