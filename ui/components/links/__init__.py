"""Links within the session, buttons that copy, and the key «/»: one listener for the whole page.

``<a data-go href>`` moves with one step in the history and without loading the program anew; a
click with a modifier key is left to the browser. Streamlit has no public way for this: the
listener pushes the address and says ``popstate``, which Streamlit answers by showing it. The
browser tests hold it.
"""

from __future__ import annotations

from ui.components import register
from ui.i18n import Translator

_MOUNT = register("links")


def mount(words: Translator) -> None:
    """Put the listener on the page; ``words`` also tell the browser the page's language."""
    _MOUNT(
        key="links",
        data={"language": words.language, "copied": words.gettext("Copied")},
    )
