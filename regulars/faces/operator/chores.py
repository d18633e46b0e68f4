"""What the worker does by the clock, in words. What a plug-in adds is called what its function is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

CHORES = {
    "community.surveys.tasks.place_answers": gettext_lazy("Places survey answers on people's way"),
    "discovery.lists.tasks.renew": gettext_lazy("Draws up the lists anew"),
    "discovery.ranking.tasks.count_shelter": gettext_lazy("Counts which stores are small or new"),
    "discovery.recommend.tasks.learn": gettext_lazy("Learns what people like"),
    "discovery.search.tasks.keep_index": gettext_lazy("Takes changed goods into the search"),
    "discovery.search.tasks.keep_words": gettext_lazy("Keeps the words many looked for"),
    "discovery.search.tasks.renew_index": gettext_lazy("Builds the search anew"),
    "goods.media.tasks.sweep_files": gettext_lazy("Clears away files nobody uses"),
    "ground.bus.queued.forget_finished": gettext_lazy("Forgets work that is done"),
    "ground.bus.queued.rescue_lost": gettext_lazy("Takes up work that was left behind"),
    "ground.bus.shore.compact_lake": gettext_lazy("Packs the lake"),
    "ground.bus.shore.forget_old_messages": gettext_lazy("Forgets messages long delivered"),
    "ground.bus.upkeep.forget_old_keys": gettext_lazy("Forgets old keys of repeated requests"),
    "ground.bus.upkeep.seal_audit_trail": gettext_lazy("Seals the audit trail"),
    "loyalty.journeys.tasks.let_in": gettext_lazy("Lets people into journeys"),
    "loyalty.journeys.tasks.move_due": gettext_lazy("Moves people on in journeys"),
    "loyalty.outreach.tasks.give_up_interrupted": gettext_lazy("Ends sendings that were interrupted"),
    "loyalty.outreach.tasks.send_due": gettext_lazy("Sends messages that are due"),
    "loyalty.outreach.tasks.send_tests": gettext_lazy("Sends test messages"),
    "loyalty.segments.tasks.refresh_segments": gettext_lazy("Counts groups anew"),
    "oversight.insights.tasks.publish_cohorts": gettext_lazy("Publishes figures of cohorts"),
    "trade.advances.tasks.lapse_unpaid_advances": gettext_lazy("Lets unpaid advances lapse"),
    "trade.agreements.tasks.accept_by_silence": gettext_lazy("Accepts what nobody objected to in time"),
    "trade.agreements.tasks.credit_lateness": gettext_lazy("Gives credits for late deliveries"),
    "trade.agreements.tasks.watch_days": gettext_lazy("Watches the days of agreements"),
    "trade.draws.tasks.draw_lots": gettext_lazy("Draws the lots that are due"),
    "trade.draws.tasks.end_promises": gettext_lazy("Ends prizes nobody fetched"),
    "trade.draws.tasks.remind_of_reports": gettext_lazy("Reminds of reports on trials"),
    "trade.drops.tasks.attend_drops": gettext_lazy("Attends to drops"),
    "trade.guard.tasks.look_again": gettext_lazy("Checks margins after a change"),
    "trade.guard.tasks.look_at_markets": gettext_lazy("Checks margins under the market's offers"),
    "trade.guard.tasks.look_every_night": gettext_lazy("Checks all margins at night"),
    "trade.offers.tasks.give_birthday_coupons": gettext_lazy("Gives birthday coupons"),
    "trade.orders.tasks.accept_overdue_returns": gettext_lazy("Accepts returns left unanswered"),
    "trade.orders.tasks.confirm_delivered": gettext_lazy("Completes orders that arrived long ago"),
    "trade.orders.tasks.earn_plans": gettext_lazy("Earns service plans day by day"),
    "trade.orders.tasks.expire_points": gettext_lazy("Lets old points expire"),
    "trade.orders.tasks.expire_unpaid": gettext_lazy("Lets unpaid orders expire"),
    "trade.payments.tasks.carry_out_refunds": gettext_lazy("Carries out refunds"),
    "trade.presales.tasks.end_unpaid_balances": gettext_lazy("Ends presale places with an unpaid balance"),
    "trade.presales.tasks.give_back_stopped": gettext_lazy("Gives back deposits of stopped presales"),
    "trade.presales.tasks.remind_of_balances": gettext_lazy("Reminds of presale balances"),
    "trade.services.tasks.remind_holders": gettext_lazy("Reminds of service plans that end"),
    "trade.settlement.tasks.mark_balances": gettext_lazy("Marks the day's balances"),
}


def chore(task: str) -> str:
    """A clocked task in words."""
    known = CHORES.get(task.removeprefix("regulars."))
    return str(known) if known else task.rpartition(".")[2].replace("_", " ").capitalize()
