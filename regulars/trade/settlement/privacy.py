"""The books know stores, sums and references; the law has them kept as they are."""

from regulars.ground.kit.privacy import knows_nobody
from regulars.trade.settlement.models import CommissionRule, Entry, Payout

knows_nobody("entries name references and sums, never who paid", Entry)
knows_nobody("which of the market's staff decided on commissions and payouts", CommissionRule, Payout)
