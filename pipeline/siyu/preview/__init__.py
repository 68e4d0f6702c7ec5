"""`siyu preview`: the site's pages while their author writes, compiled anew as soon as a file is saved.

In: a project's root. Out: its pages over HTTP, findings beside what they are about, nothing on disk.
Promise: what it shows is what `siyu build` would write; a broken file leaves the last good pages up, with what is wrong above them.
"""
