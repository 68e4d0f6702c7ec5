"""The operators' pages: what to send, exactly as a phone shows it, with a button that copies it.

In: a publication. Out: `Page`s, made by `outputs/site.py` into files. A tier's folder stands alone and holds nothing of another tier.
"""
