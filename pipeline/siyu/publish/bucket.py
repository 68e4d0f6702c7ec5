"""A bucket as the place to publish to, over S3's protocol, which most object storages speak. The only door to fsspec.

In: a bucket, a prefix, the provider's address. Out: `Objects`, a `Place`. Promise: keys come from the environment or AWS's own files;
no message shows the prefix, which may be the calendars' only secret; no bucket is made, no right is changed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from siyu.diagnostic import Words
from siyu.publish.place import Bucket, Failed
from siyu.serve.media import CACHE

_SAID = 300  # characters of a provider's message


class Objects(NamedTuple):
    """Objects below a prefix; whoever knows the prefix may read them, so the manifest's name is a secret."""

    system: Any
    at: Bucket
    hidden: bool = True

    def listed(self) -> dict[str, int]:
        """Every object below the prefix."""
        root = self._key("")
        with self._told():
            self.system.invalidate_cache()
            found = self.system.find(root.removesuffix("/"), detail=True)
        return {
            key.removeprefix(root): int(about["size"] or 0)
            for key, about in found.items()
            if key.startswith(root) and key != root
        }

    def read(self, path: str) -> bytes | None:
        """An object's bytes."""
        with self._told():
            try:
                return bytes(self.system.cat_file(self._key(path)))
            except FileNotFoundError:
                return None

    def put(self, files: Mapping[str, bytes], kind: str) -> None:
        """Several at a time; an object is there whole or not at all."""
        with self._told():
            self.system.pipe(
                {self._key(path): data for path, data in files.items()}, ContentType=kind, CacheControl=CACHE
            )

    def delete(self, paths: Iterable[str]) -> None:
        """One by one, by their very names: nothing here is a pattern."""
        with self._told():
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    self.system.rm_file(self._key(path))

    def _key(self, path: str) -> str:
        return "/".join(step for step in (self.at.name, self.at.prefix) if step) + f"/{path}"

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # the door: three libraries raise here, with no ancestor in common
            said = " ".join(f"{type(error).__name__}: {error}".split())[:_SAID]
            said = said.replace(self.at.prefix, "…") if self.at.prefix else said
            raise Failed(Words(f"对象存储说：{said}", f"the object storage says: {said}")) from None


def bucket(at: Bucket, endpoint: str | None) -> Objects:
    """Opened, which asks nothing of the network yet; raises ModuleNotFoundError where siyu[publish] is not installed."""
    import fsspec  # type: ignore
    import s3fs  # type: ignore  # noqa: F401 — fsspec would hide which of the two is missing

    # Only what the protocol asks for: other providers refuse the checksums that AWS's library adds by itself since 2025.
    calm = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    system = fsspec.filesystem(
        "s3", endpoint_url=endpoint, config_kwargs=calm, use_listings_cache=False, skip_instance_cache=True
    )
    return Objects(system, at)
