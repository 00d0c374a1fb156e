"""What is done with share classes and certificates."""

from apps.securities.services.classes import (
    confirm_conversion,
    confirm_trustee,
    convert_due,
    prepare_ask_conversion,
    prepare_ask_trustee,
    push_conversion,
)
from apps.securities.services.defining import prepare_class
from apps.securities.services.splitting import prepare_merge, prepare_split

__all__ = [
    "confirm_conversion",
    "confirm_trustee",
    "convert_due",
    "prepare_ask_conversion",
    "prepare_ask_trustee",
    "prepare_class",
    "prepare_merge",
    "prepare_split",
    "push_conversion",
]
