"""A tier's group rules as one picture to send into the group, and as a PDF: beside the build, because it needs fonts and a heavy library.

In: a library. Out: PNG and PDF as bytes. Promise: the same fonts, the same bytes; no character is ever shown as an empty box.
"""
