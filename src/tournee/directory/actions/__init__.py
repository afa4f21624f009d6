"""Write the directory: one transaction and one line of the change log each."""

from .accounts import create_account, delete_account, restore_account, set_place, update_account
from .contacts import create_contact, delete_contact, restore_contact, update_contact
from .import_check import check_import
from .import_run import run_import
from .imports import delete_import, purge_imports, request_import, start_import
from .opportunities import create_opportunity, delete_opportunity, restore_opportunity, update_opportunity
from .trash import purge_trash

__all__ = [
    "check_import",
    "create_account",
    "create_contact",
    "create_opportunity",
    "delete_account",
    "delete_contact",
    "delete_import",
    "delete_opportunity",
    "purge_imports",
    "purge_trash",
    "request_import",
    "restore_account",
    "restore_contact",
    "restore_opportunity",
    "run_import",
    "set_place",
    "start_import",
    "update_account",
    "update_contact",
    "update_opportunity",
]
