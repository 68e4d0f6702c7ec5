"""What the law says about lotteries, promotions and prices beside which another one is crossed out.

In: nothing. Out: the ceiling of a lottery's highest prize, and the papers that rules quote.
Promise: each is the State Administration for Market Regulation's own paper, with the day it came into force.
"""

from __future__ import annotations

from decimal import Decimal

PROMOTION = "《规范促销行为暂行规定》（国家市场监督管理总局令第32号，2020-12-01 施行）"
PRICING = "《明码标价和禁止价格欺诈规定》（国家市场监督管理总局令第56号，2022-07-01 施行）"

LOTTERY_CEILING = Decimal(50_000)
"""Yuan; the highest prize of a lottery is worth no more: PROMOTION, article 17."""
