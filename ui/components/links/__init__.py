"""Links within the session, buttons that copy or tick, the key «/»: one listener for all the page.

It also names anew what Streamlit names in English for those who hear the page.

``<a data-go href>`` moves with one step in the history and without loading the program anew; a
click with a modifier key is left to the browser. Streamlit has no public way for this: the
listener pushes the address and says ``popstate``, which Streamlit answers by showing it. The
browser tests hold it.
"""

from __future__ import annotations

from corpus.messages import N_
from ui import keeping
from ui.components import register
from ui.i18n import Translator

_MOUNT = register("links")
#: how Streamlit 1.67 names its parts
_NAMES = (
    N_("Add files"),
    N_("App pages"),
    N_("Choose an option"),
    N_("Clear all"),
    N_("Clear entry"),
    N_("Clear value"),
    N_("Collapse sidebar"),
    N_("Expand sidebar"),
    N_("Help"),
    N_("Hide password"),
    N_("Logo"),
    N_("Navigate to home page"),
    N_("Open"),
    N_("Selected values"),
    N_("Show password"),
    N_("Sidebar"),
    N_("Skip to main content"),
    N_("file upload"),
)


def mount(words: Translator) -> None:
    """Put the listener on the page; ``words`` also tell the browser the page's language."""
    _ = words.gettext
    _MOUNT(
        key="links",
        data={
            "language": words.language,
            "own": keeping.own(),
            "names": {
                "said": {name: _(name) for name in _NAMES},
                "remove": _("Remove {name}"),
            },
            "copied": _("Copied"),
            "kept": _("In my list"),
            "dropped": _("Out of my list"),
            "sure": _("The passage has tags or a note. Take it out of my list all the same?"),
        },
    )
