"""How much of one kind in a text a rule looks at, so that a text made to be slow is not.

In: nothing. Out: `MANY`. Promise: no text that anybody pastes has more addresses, prices or names than this.
"""

MANY = 100
