"""Words for people that the lower rooms produce and the faces translate.

A room below ``ui`` knows what happened but not who reads it, so it hands up a template and its
values. The template is English and is the key in the gettext catalogues; the values come from
files, scans and queries and are shown with their control characters made visible.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Mark ``text`` for translation; the translating is done where it is shown."""
    return text


def visible(value: object) -> str:
    r"""``value`` on one line: control, format and lone surrogate characters become ``\u….``."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c
        for c in str(value)
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: a template with ``{name}`` fields and the values to put there.

    A value may be a message itself: it is translated with the sentence around it.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence, ``translate`` giving the template in the reader's language."""
        values = {
            key: value.text(translate) if isinstance(value, Message) else visible(value)
            for key, value in self.values.items()
        }
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.text()

    def to_json(self) -> str:
        """Serialise for the catalogue; :meth:`from_json` reads it back."""
        return json.dumps(self._plain())

    def _plain(self) -> list[object]:
        values = {
            key: value._plain() if isinstance(value, Message) else str(value)
            for key, value in self.values.items()
        }
        return [self.template, values]

    @classmethod
    def from_json(cls, stored: str) -> Message:
        """Read what :meth:`to_json` wrote."""
        return cls._of(json.loads(stored))

    @classmethod
    def _of(cls, plain: list[Any]) -> Message:
        template, values = plain
        return cls(template, {k: cls._of(v) if isinstance(v, list) else v
                              for k, v in values.items()})  # fmt: skip
