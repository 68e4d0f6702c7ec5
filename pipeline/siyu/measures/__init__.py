"""Measures: a filled sheet is read back, computed, compared with targets and the weeks before, and reported.

In: tables that operators filled in, the reviews in git, a library. Out: figures to keep in content/reviews, a report to read.
Promise: what does not read as a number, or cannot have been, is told at its cell, and then nothing is kept.
"""
