"""A journey against its library: what it says that its tiers, personas or stages do not know.

In: the library and one journey. Out: diagnostics.
Promise: what an author wrote either reaches an output or is told here, at the author's own words.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.kinds.journey import Journey, Spoken, Step
from siyu.library import Library
from siyu.source import Text
from siyu.stages.resolve_cases import reaches_nobody
from siyu.stages.resolve_week import LET_IN, nobody


def resolve_journey(library: Library, journey: Journey) -> Iterator[Diagnostic]:
    """What does not fit together in one journey."""
    if journey.tiers == ():
        yield nobody(journey.id.span)
        return
    yield from _trigger(journey)
    if not journey.steps:
        words = Words(f"{journey.name} 一步也没有", f"journey {journey.id!s} has no step")
        yield Diagnostic("empty-value", words, journey.name.span)
    covered = {str(tier.id) for tier in library.covers(journey.tiers)}
    for name, step in journey.steps.items():
        yield from _stage(journey, name, step)
        yield from _variants(journey, step, covered, library)


def _trigger(journey: Journey) -> Iterator[Diagnostic]:
    """Days belong to silence, words to an event."""
    for word, value, key, example in (
        ("silent", journey.days, "days", "days: 30"),
        ("event", journey.event, "event", "event: 试驾"),
    ):
        if (journey.trigger == word) is (value is not None):
            continue
        if value is None:
            words = Words(f"{word} 要写明 {key}", f"{word} needs {key}")
            how = Words(f"补上一行，例如 {example}", f"add a line, for example {example}")
        else:
            words = Words(f"写了 {key}，trigger 却不是 {word}", f"{key} belongs to the trigger {word}")
            how = Words(f"删掉 {key}，或写 trigger: {word}", f"delete {key}, or say trigger: {word}")
        yield Diagnostic(
            "field-not-shown" if value is not None else "missing-field", words, journey.trigger.span, (Note(how),)
        )


def _stage(journey: Journey, name: Text, step: Step) -> Iterator[Diagnostic]:
    names = tuple(str(stage) for stage in journey.stages)
    if step.stage is None and names:
        words = Words(f"这条旅程分了阶段，“{name}”没说在哪个阶段", f"step {name!s} does not say its stage")
        how = Words(f"写上 stage，可以写：{'、'.join(names)}", f"say stage: {', '.join(names)}")
        yield Diagnostic("missing-field", words, name.span, (Note(how),))
    if step.stage is not None and step.stage not in names:
        words = Words(f"stages 里没有“{step.stage}”", f"no stage is called {step.stage!s}")
        notes = tuple(Note(hint) for hint in did_you_mean(step.stage, names))
        yield Diagnostic("unknown-id", words, step.stage.span, notes)


def _variants(journey: Journey, step: Step, covered: set[str], library: Library) -> Iterator[Diagnostic]:
    """Words for tiers and personas that never get the step, and two texts at once."""
    known = [tier for tier in (*(step.only or ()), *step.tiers) if tier in library.tiers]
    for tier in known:
        if tier not in covered or (tier in step.tiers and step.only is not None and tier not in step.only):
            words = Words(f"这一步不发到“{tier}”", f"the step does not go to tier {tier!s}")
            yield Diagnostic("tier-not-covered", words, tier.span, LET_IN)
    if step.only == ():
        yield nobody(step.channel.span)
    if step.to:
        yield from reaches_nobody(step.to)
    said: list[Spoken] = [step]
    for variant in (step, *step.tiers.values()):
        for persona, own in variant.personas.items():
            said.append(own)
            if journey.personas and persona not in journey.personas:
                words = Words(f"这条旅程不是写给“{persona}”的", f"the journey is not for persona {persona!s}")
                how = Words("写进 personas，或删掉这一段", "add her to personas, or delete this")
                yield Diagnostic("field-not-shown", words, persona.span, (Note(how),))
    for each in (*said, *step.tiers.values()):
        if each.template and each.copy_:
            words = Words("template 和 copy 只写一个", "give template or copy, not both")
            yield Diagnostic("two-texts", words, each.copy_.span)
