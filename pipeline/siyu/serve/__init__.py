"""`siyu serve`: the built output over HTTP/1.1, from memory, to calendar programs and browsers.

In: an output directory, perhaps a file of subscribers. Out: answers to GET and HEAD.
Promise: only what the manifest names, byte for byte; a new build replaces the old one in one assignment, or not at all.
"""
