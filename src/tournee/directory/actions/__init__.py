"""Write the directory: one transaction and one line of the change log each."""

from .accounts import create_account, delete_account, restore_account, set_place, update_account
from .contacts import create_contact, delete_contact, restore_contact, update_contact
from .opportunities import create_opportunity, delete_opportunity, restore_opportunity, update_opportunity
from .trash import purge_trash

__all__ = [
    "create_account",
    "create_contact",
    "create_opportunity",
    "delete_account",
    "delete_contact",
    "delete_opportunity",
    "purge_trash",
    "restore_account",
    "restore_contact",
    "restore_opportunity",
    "set_place",
    "update_account",
    "update_contact",
    "update_opportunity",
]
