"""What all pytest tests share: the marker `long`, for runs that take minutes (`./identical test --long`)."""

import os

import pytest

os.environ.setdefault("IDT_HISTORY", "")  # runs of tests are no part of the user's history


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", default=bool(os.environ.get("IDT_LONG")), help="also the long tests")


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes minutes; only with --long")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--long"):
        return
    for item in items:
        if "long" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long: ./identical test --long runs it"))
