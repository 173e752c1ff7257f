"""Links within the session, buttons that copy or tick, the key «/»: one listener for all the page.

``<a data-go href>`` moves with one step in the history and without loading the program anew; a
click with a modifier key is left to the browser. Streamlit has no public way for this: the
listener pushes the address and says ``popstate``, which Streamlit answers by showing it. The
browser tests hold it.
"""

from __future__ import annotations

from ui import keeping
from ui.components import register
from ui.i18n import Translator

_MOUNT = register("links")


def mount(words: Translator) -> None:
    """Put the listener on the page; ``words`` also tell the browser the page's language."""
    _ = words.gettext
    _MOUNT(
        key="links",
        data={
            "language": words.language,
            "own": keeping.own(),
            "copied": _("Copied"),
            "kept": _("In my list"),
            "dropped": _("Out of my list"),
            "sure": _("The passage has tags or a note. Take it out of my list all the same?"),
        },
    )
