"""The brand in this repository: our shop window is complete, clean, and says nothing twice."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from conftest import ROOT
from siyu.build import compile_project
from siyu.edition import Publication


@cache
def publication() -> Publication:
    result = compile_project(ROOT)
    assert result.publication is not None
    assert result.diagnostics == []
    return result.publication


def test_the_weeks_are_complete() -> None:
    assert [edition.plan.week.name for edition in publication().editions] == [
        "2026-W48",
        "2026-W49",
        "2026-W50",
        "2026-W51",
    ]
    for edition in publication().editions:
        for tier in publication().library.tiers.values():
            said = [message for message in edition.of(tier) if message.item.kind]
            assert 30 <= len(said) <= 50


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("kind", {"brand", "knowledge", "product", "life"}),
        ("purpose", {"seeding", "activation", "conversion", "repurchase", "brand"}),
        ("channel", {"moments", "group", "one-to-one", "official-account", "channel-video"}),
    ],
)
def test_columns_cover_the_trade(kind: str, words: set[str]) -> None:
    assert words <= {str(getattr(column, kind)) for column in publication().library.columns.values()}


def test_products_have_all_four_roles() -> None:
    roles = Counter(str(product.role) for product in publication().library.products.values())
    assert set(roles) == {"traffic", "benefit", "profit", "exclusive"}
    assert sum(roles.values()) >= 10


def test_no_text_keeps_a_brace_or_repeats_itself() -> None:
    for tier in publication().library.tiers.values():
        texts = [
            message.text
            for edition in publication().editions
            for message in edition.of(tier)
            if message.text and message.item.kind
        ]
        assert not [text for text in texts if "{{" in text or "}}" in text]
        assert not [text for text, number in Counter(texts).items() if number > 1]


def test_a_lower_tier_never_reads_a_higher_price() -> None:
    """Prices are unlike by tier; no tier's week names another's price of the same product beside its name."""
    library = publication().library
    names = list(library.tiers)
    for edition in publication().editions:
        for message in edition.messages:
            item, product = message.item, message.item.product
            if item.tier is None or product is None or not message.text:
                continue
            allowed = {str(product.prices.get(item.tier.id, product.price)), str(product.price)}
            above = {
                str(product.prices[tier.id])
                for name in names[names.index(item.tier.id) + 1 :]
                if (tier := library.tiers[name]).id in product.prices
            }
            assert not [price for price in above - allowed if f" {price} 元" in message.text], message.path


def test_every_routine_role_has_work() -> None:
    assert {message.item.role for edition in publication().editions for message in edition.messages} == {
        "owner",
        "moderator",
        "koc",
        "service",
        "editor",
    }


def test_every_picture_exists() -> None:
    pictures = {
        picture for edition in publication().editions for message in edition.messages for picture in message.item.images
    }
    assert pictures
    assert all((ROOT / "brand" / "assets" / picture).is_file() for picture in pictures)
