"""How often one customer gets to see or to receive something from one company on WeCom.

In: nothing. Out: the numbers below, each with its source.
Promise: a number that no developer document gives is said to be so.
"""

from __future__ import annotations

import calendar
from datetime import date

MOMENTS_A_DAY = 3
"""Posts of one employee that a customer sees on one day."""
MOMENTS_A_MONTH = 4
"""Posts of the company that a customer sees in one month."""
MOMENTS = "WeCom customer Moments (客户朋友圈) as seen in the app, 2026-11-22; no developer document gives the number"
MASS = "WeCom developer document 92135 (2025-11-17)"
"""客户群发: company and employee sends count together; the older "4 a month" is obsolete."""


def mass_quota(per: str, day: date) -> int:
    """How many mass messages a customer gets in the "day", "week" or "month" of a date; the administrator chooses which is counted."""
    return {"day": 1, "week": 7}.get(per) or calendar.monthrange(day.year, day.month)[1]
