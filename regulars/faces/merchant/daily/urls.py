"""Addresses of the day's work, below /desk/<store>/."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST as post
from django.views.decorators.http import require_safe as read

from regulars.faces.merchant.daily import (
    customer,
    customers,
    money,
    order,
    orders,
    refunding,
    returns,
    shipping,
    statement,
    steps,
    today,
)

urlpatterns = [
    path("", read(today.today), name="desk_today"),
    path("orders/", read(orders.index), name="desk_orders"),
    path("orders/list.csv", read(orders.table), name="desk_orders_csv"),
    path("orders/many", post(orders.many), name="desk_orders_many"),
    path("orders/ship/", shipping.ship, name="desk_ship"),
    path("orders/<str:order_id>/", read(order.one), name="desk_order"),
    path("orders/<str:order_id>/slip/", read(order.slip), name="desk_order_slip"),
    path("orders/<str:order_id>/accept", steps.accept, name="desk_order_accept"),
    path("orders/<str:order_id>/ship", steps.ship, name="desk_order_ship"),
    path("orders/<str:order_id>/parcel", steps.correct, name="desk_order_parcel"),
    path("orders/<str:order_id>/deliver", steps.deliver, name="desk_order_deliver"),
    path("orders/<str:order_id>/contact", steps.contact, name="desk_order_contact"),
    path("orders/<str:order_id>/refund/", refunding.refund, name="desk_order_refund"),
    path("orders/<str:order_id>/refuse/", refunding.refuse, name="desk_order_refuse"),
    path("returns/", read(returns.index), name="desk_returns"),
    path("returns/<str:return_id>/", read(returns.one), name="desk_return"),
    path("returns/<str:return_id>/accept", returns.accept, name="desk_return_accept"),
    path("returns/<str:return_id>/refuse", returns.refuse, name="desk_return_refuse"),
    path("returns/<str:return_id>/where", returns.where, name="desk_return_where"),
    path("returns/<str:return_id>/receive", returns.receive, name="desk_return_receive"),
    path("customers/", read(customers.index), name="desk_customers"),
    path("customers/list.csv", read(customers.table), name="desk_customers_csv"),
    path("customers/<str:customer_id>/", read(customer.one), name="desk_customer"),
    path("customers/<str:customer_id>/note", customer.write, name="desk_customer_note"),
    path("money/", read(money.index), name="desk_money"),
    path("money/statement/", read(statement.page), name="desk_statement"),
    path("money/statement.csv", read(statement.table), name="desk_statement_csv"),
]
