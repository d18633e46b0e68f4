"""Questions to the books."""

from regulars.trade.settlement.models import CommissionRule, Discrepancy, Line, Payout
from regulars.trade.settlement.queries.balances import balance, ref_parts, store_balances
from regulars.trade.settlement.queries.books import Books, check_books
from regulars.trade.settlement.queries.browsing import (
    AccountBalance,
    account_balances,
    discrepancy,
    lines_of_store,
)
from regulars.trade.settlement.queries.care import aside_of, liabilities, service_liability
from regulars.trade.settlement.queries.commissions import commission_for, commission_rates, commission_rules
from regulars.trade.settlement.queries.entries import EntryView, ledger_entries, ledger_entry
from regulars.trade.settlement.queries.of_store import Waiting, Week, currencies_of, uncleared_of, weekly
from regulars.trade.settlement.queries.payouts import PayoutPlan, payout, payouts, payouts_of, plan_payouts
from regulars.trade.settlement.queries.points import points_owed
from regulars.trade.settlement.queries.statements import Statement, StatementRow, statement, statement_sheet
from regulars.trade.settlement.queries.uncleared import Uncleared, discrepancies, uncleared

__all__ = [
    "AccountBalance",
    "Books",
    "CommissionRule",
    "Discrepancy",
    "EntryView",
    "Line",
    "Payout",
    "PayoutPlan",
    "Statement",
    "StatementRow",
    "Uncleared",
    "Waiting",
    "Week",
    "account_balances",
    "aside_of",
    "balance",
    "check_books",
    "commission_for",
    "commission_rates",
    "commission_rules",
    "currencies_of",
    "discrepancies",
    "discrepancy",
    "ledger_entries",
    "ledger_entry",
    "liabilities",
    "lines_of_store",
    "payout",
    "payouts",
    "payouts_of",
    "plan_payouts",
    "points_owed",
    "ref_parts",
    "service_liability",
    "statement",
    "statement_sheet",
    "store_balances",
    "uncleared",
    "uncleared_of",
    "weekly",
]
