"""What an item says and shows: what it is about, whom it is for, its first comment, its topics, and what it is in each case.

In: an item as the planner has it, and what its author wrote. Out: the item with all of that.
Promise: pure; no case is chosen: every one becomes a variant of the one item. What is nearest wins: the tier's case, the tier, the case,
the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from siyu.document import Aim
from siyu.edition import Audience, Item, Message
from siyu.kinds.column import Column
from siyu.kinds.product import Product
from siyu.library import Library
from siyu.said import Case, Post, Variant, given

_BESIDE = ("to", "comment", "pinned", "topics")
_SHAPES = frozenset({*_BESIDE, "variants"})


def about(library: Library, draft: Item, entry: Variant | None, variant: Variant | None) -> dict[str, Any]:
    """What an entry or a step and its tier's variant say it is about, and show: fields of an item."""
    product = library.products.get(given(entry, variant, "product") or "")
    products = tuple(p for name in given(entry, variant, "products") or () if (p := library.products.get(name)))
    images = given(entry, variant, "images")
    return {
        "product": product,
        "products": products,
        "offer": library.offers.get(given(entry, variant, "offer") or ""),
        "title": given(entry, variant, "title") or draft.title,
        "link": given(entry, variant, "link"),
        "images": _pictures(product, products) if images is None else images,
    }


def _pictures(product: Product | None, products: Iterable[Product]) -> tuple[str, ...]:
    return tuple(one.image for one in (product, *products) if one and one.image)


def shaped(
    library: Library, item: Item, entry: Variant | None, variant: Variant | None, column: Column | None = None
) -> Item:
    """The item of one tier with what its entry or step, the tier's variant and the column say beside the text."""
    if column and (column.to or column.topics):
        item = item._replace(audience=audience_of(column.to, library), topics=_topics(column.topics))
    parts = [part for part in (variant, entry) if part is not None and not _SHAPES.isdisjoint(part.model_fields_set)]
    if not parts:
        return item
    item = _beside(library, item, parts)
    names = dict.fromkeys(name for part in reversed(parts) for name in part.variants)
    shared, own = entry.variants if entry else {}, variant.variants if variant else {}
    if not names:
        return item
    pictured = any(part is not None and "images" in part.model_fields_set for part in (variant, entry))
    made = [_case(library, item, name, (own.get(name), variant, shared.get(name)), pictured) for name in names]
    return _together(item, made)


def audience_of(aim: Aim | None, library: Library) -> Audience | None:
    """An aim with the tags in the brand's words."""
    if aim is None or not (tags := (*aim.any, *aim.all, *aim.none)):
        return None
    any_, all_, none = ([library.tags.get(tag, tag) for tag in part] for part in (aim.any, aim.all, aim.none))
    whom = "，而且".join(part for part in ("或".join(any_), "，而且".join(all_)) if part)
    return Audience(aim.any, aim.all, aim.none, whom, "、".join(none), tags[0].span)


def _beside(library: Library, item: Item, parts: Sequence[Post]) -> Item:
    """What is said beside the text, by the nearest part that says it."""
    said: dict[str, Any] = {}
    for part in reversed(parts):
        said |= {name: getattr(part, name) for name in _BESIDE if name in part.model_fields_set}
    return item._replace(
        audience=audience_of(said["to"], library) if "to" in said else item.audience,
        comment=said.get("comment", item.comment),
        pinned=said["pinned"] == "true" if "pinned" in said else item.pinned,
        topics=_topics(said["topics"]) if "topics" in said else item.topics,
    )


def _topics(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(topic for text in written if (topic := text.strip().strip("#＃").strip()))


def _case(
    library: Library, item: Item, name: str, parts: tuple[Case | None, Variant | None, Case | None], pictured: bool
) -> Item:
    """The item in one case; what its tier says, the planner has put into the item."""
    own, variant, shared = parts
    given = [part for part in parts if part is not None]

    def said(field: str, usual: Any) -> Any:
        names = {field, "copies"} if field == "copy_" else {field}  # a campaign's text of each day is its copy
        part = next((part for part in given if not names.isdisjoint(part.model_fields_set)), variant)
        return usual if part is variant else getattr(part, field)

    def product(one: str | Product | None) -> Product | None:
        return library.products.get(one) if isinstance(one, str) else one

    copy, images, offer = said("copy_", item.copy), said("images", item.images), said("offer", item.offer)
    first = product(said("product", item.product))
    several = tuple(p for one in said("products", item.products) if (p := product(one)))
    if not pictured and not any("images" in part.model_fields_set for part in given):
        images = _pictures(first, several)
    case = own or shared
    made = item._replace(
        copy=copy,
        template=None if copy else item.template,
        todo=None if copy else item.todo,
        fields={field: _field(field, usual, given, said) for field, usual in item.fields.items()},
        product=first,
        products=several,
        offer=library.offers.get(offer) if isinstance(offer, str) else offer,
        title=said("title", item.title),
        link=said("link", item.link),
        images=images,
        variant=name,
        when=next((part.when for part in (own, shared) if part and part.when), ""),
        span=case.when.span if case and case.when else item.span,
    )
    return _beside(library, made, given)


def _field(name: str, usual: Any, parts: Iterable[Post], said: Any) -> Any:
    """A field that the column names: its own, or one of the format's."""
    field = "copy_" if name == "copy" else name
    if field in Case.model_fields:
        return said(field, usual)
    return next((extra[name] for part in parts if (extra := part.__pydantic_extra__ or {}).get(name)), usual)


def _together(item: Item, made: list[Item]) -> Item:
    """The item that stands for all its cases: what any of them shows, it shows."""
    products = {p.id: p for one in made for p in (one.product, *one.products) if p}
    first = made[0].product if all(one.product is made[0].product for one in made) else None
    return item._replace(
        copy=item.copy or next((one.copy for one in made if one.copy), None),
        product=first,
        products=tuple(p for p in products.values() if p is not first),
        offer=item.offer or next((one.offer for one in made if one.offer), None),
        images=tuple(dict.fromkeys(image for one in made for image in one.images)),
        todo=item.todo if any(one.todo for one in made) else None,
        variants=tuple(made),
    )


def together(message: Message, cases: list[Message]) -> Message:
    """A message of all its cases; where a tier has the same in each, it is that one."""
    first = cases[0]
    if len({(one.text, one.comment, one.item.link, one.item.images, one.item.audience) for one in cases}) == 1:
        return first._replace(item=first.item._replace(variant="", when="", span=message.item.span))
    texts = [f"〔{one.item.when}〕\n{one.text}" for one in cases if one.text is not None]
    blanks = tuple(dict.fromkeys(blank for one in cases for blank in one.blanks))
    return message._replace(text="\n\n".join(texts) or None, blanks=blanks, variants=tuple(cases))
