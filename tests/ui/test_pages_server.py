"""Serving: where, to whom, with which settings of Streamlit."""

from __future__ import annotations

import socket

import pytest
from streamlit import config as streamlit_config

from corpus.errors import BadUse
from ui.server import config, free_port


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadUse, match=str(port)) as error:
            free_port("127.0.0.1", port)
    assert error.value.exit_code == 2
    assert "--port" in str(error.value.remedy)


def test_an_address_of_another_machine_cannot_be_served() -> None:
    with pytest.raises(BadUse):
        free_port("192.0.2.1", 0)


def test_streamlit_knows_every_setting() -> None:
    options = config("127.0.0.1", 8501, ("localhost",))
    assert set(options) <= set(streamlit_config._config_options_template)
    assert options["theme.light.primaryColor"] == "#4b3a86"
    assert options["browser.gatherUsageStats"] is False
    assert (options["server.port"], options["server.address"]) == (8501, "127.0.0.1")
