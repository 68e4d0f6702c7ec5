"""What WeCom's API takes: which document describes a request, and how much its fields hold.

In: nothing. Out: `APIS` by channel or welcome event, and the bounds that they share; how long a text may be is in `platform`.
Promise: each number has its document; where two editions of a document differ, the stricter one counts. The documents for third parties (92599, 96351,
96357) and those for a company's own programs (92137, 95095, 92366) have the same fields.
"""

from __future__ import annotations

from typing import NamedTuple


class Api(NamedTuple):
    """One request: POST to `path` below /cgi-bin/. `title` is how many bytes the title of its link card holds."""

    path: str
    zh: str
    title: int
    document: str
    dated: str


APIS: dict[str, Api] = {
    "moments": Api(
        "externalcontact/add_moment_task", "客户朋友圈", 64, "96351", "2025-09-11"
    ),  # 95095 says 64 characters or 128 bytes
    "group": Api("externalcontact/add_msg_template", "客户群群发", 128, "92135", "2025-11-17"),
    "one-to-one": Api("externalcontact/add_msg_template", "客户群发", 128, "92135", "2025-11-17"),
    "contact-added": Api("externalcontact/send_welcome_msg", "新客户欢迎语", 128, "92599", "2025-11-17"),
    "group-joined": Api("externalcontact/group_welcome_template/add", "入群欢迎语素材", 128, "96357", "2023-12-01"),
}

LINK_BYTES = 2048
"""Of a link card's address: document 92135."""
TAGS_IN_GROUP = 100
"""Tags of which a customer has one, in a filter of a mass message: document 92135."""
CHATS = 2000
"""Groups in one request: document 92135."""
MEDIA: dict[str, str] = {"png": "image", "jpeg": "image", "mp4": "video"}
"""What an upload takes, by what a file is: documents 96484 (2024-07-22) and 96347 (2025-06-10)."""
MEDIA_BYTES = (6, 10 * 1024 * 1024)
"""At least and at most, of a picture or a video: document 96484."""
UPLOAD, UPLOAD_MOMENTS = "media/upload", "media/upload_attachment?attachment_type=1"
"""Where a file is uploaded, for a message and for a Moments post; what comes back is good for three days: documents 96484 and 96347."""
WELCOME_SECONDS = 20
"""After somebody was added, and only once: document 92599."""
