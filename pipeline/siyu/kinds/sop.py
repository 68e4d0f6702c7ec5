"""content/sop/<role>.yaml — the routines (SOP) of one role; the file's name is the role."""

from pydantic import Field

from siyu.document import Document, HolidayPolicy, Line, Part, TierId
from siyu.source import Text
from siyu.values import Minutes
from siyu.when import Whens


class Routine(Part):
    """A fixed, repeatable task. `tiers` empty: it belongs to no group, only to the role's own calendar."""

    name: Line
    when: Whens
    tiers: tuple[TierId, ...] | None = None
    lasts: Minutes = 15
    holiday: HolidayPolicy | None = None
    checklist: tuple[Line, ...] = ()
    copy_: Line | None = Field(default=None, alias="copy")
    remind: Minutes | None = None


class Sop(Document):
    """All routines of the role by id."""

    tasks: dict[Text, Routine]
