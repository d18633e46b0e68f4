"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from regulars.faces.shopper.buying import (
    addresses,
    ahead,
    basket,
    checkout,
    coupons,
    order,
    orders,
    paying,
    rehearsal,
    returns,
)

urlpatterns: list[URLPattern] = [
    path("basket/", basket.basket, name="basket"),
    path("basket/add", basket.basket_add, name="basket_add"),
    path("basket/lines/<slug:line>", basket.basket_line, name="basket_line"),
    path("basket/code", basket.basket_code, name="basket_code"),
    path("basket/coupons", basket.basket_coupons, name="basket_coupons"),
    path("checkout/<slug:currency>/", checkout.checkout, name="checkout"),
    path("pay/test/<slug:public_id>", rehearsal.test_pay, name="test_pay"),
    path("pay/test/<slug:public_id>/decide", rehearsal.test_pay_decide, name="test_pay_decide"),
    path("pay/callback/<slug:provider>", paying.pay_callback, name="pay_callback"),
    path("pay/<slug:group>/", paying.pay, name="pay"),
    path("pay/<slug:group>/start", paying.pay_start, name="pay_start"),
    path("pay/<slug:group>/return", paying.pay_return, name="pay_return"),
    path("advances/<slug:advance>/", ahead.advance, name="advance"),
    path("advances/<slug:advance>/start", ahead.advance_start, name="advance_start"),
    path("advances/<slug:advance>/return", ahead.advance_return, name="advance_return"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<slug:group>/", order.order, name="order"),
    path("orders/<slug:order>/confirm", orders.order_confirm, name="order_confirm"),
    path("orders/<slug:order>/cancel", orders.order_cancel, name="order_cancel"),
    path("orders/<slug:order>/return/", returns.return_ask, name="return_ask"),
    path("orders/<slug:order>/returns/<slug:back>/", returns.return_page, name="return"),
    path("orders/<slug:order>/returns/<slug:back>/withdraw", returns.return_withdraw, name="return_withdraw"),
    path("orders/<slug:order>/returns/<slug:back>/sent", returns.return_sent, name="return_sent"),
    path("orders/<slug:order>/returns/<slug:back>/dispute", returns.return_dispute, name="return_dispute"),
    path("me/coupons/", coupons.my_coupons, name="my_coupons"),
    path("offers/<slug:offer>/claim", coupons.claim, name="claim"),
    path("me/addresses/", addresses.my_addresses, name="my_addresses"),
    path("me/addresses/<slug:address>/remove", addresses.address_retire, name="address_retire"),
]
