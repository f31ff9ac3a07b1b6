"""Read Arabic news with data: files, articles, tokens, mentions, measures, charts, a page."""

import sys as _sys
from pathlib import Path as _Path

# The command imports what it needs itself, so that its help appears at once; under python -m it has no name yet.
if _sys.argv[:1] != ["-m"] and _Path(*_sys.argv[:1]).stem != "toolkit":
    from toolkit.public import *  # noqa: F403
    from toolkit.public import __all__ as __all__
