"""Changes to persons, their addresses and market roles."""

from regulars.people.accounts.actions.addresses import (
    AddressIncomplete,
    add_address,
    clean_address,
    retire_address,
)
from regulars.people.accounts.actions.forgetting import StillBound, forget_me, forget_person, take_my_data
from regulars.people.accounts.actions.persons import (
    EmailTaken,
    NoSuchDecade,
    create_person,
    record_people,
    rename,
    say_decade,
    set_password,
    sign_up,
)
from regulars.people.accounts.actions.proving import EmailUnproven, require_proven
from regulars.people.accounts.actions.roles import LastKeeper, grant_market_role, withdraw_market_role

__all__ = [
    "AddressIncomplete",
    "EmailTaken",
    "EmailUnproven",
    "LastKeeper",
    "NoSuchDecade",
    "StillBound",
    "add_address",
    "clean_address",
    "create_person",
    "forget_me",
    "forget_person",
    "grant_market_role",
    "record_people",
    "rename",
    "require_proven",
    "retire_address",
    "say_decade",
    "set_password",
    "sign_up",
    "take_my_data",
    "withdraw_market_role",
]
