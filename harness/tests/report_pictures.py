"""Takes the pictures of docs/report.md from the page of a run; what they are to show is chosen here.
/usr/bin/python3 harness/tests/report_pictures.py PAGE.html FOLDER    (docs/report.md says of which run)"""

import pathlib
import sys
import tempfile

from browser import Browser
from questions import show

RED = "logon/manage_password"
# Name, address, what to bring to the top (a heading or an element), height.
VIEWS = (
    ("matrix", "#matrix", None, 900),
    ("scenario", f"#scenario/{RED}?of=original&t=reference,original", ".reds", 900),
    ("dialog", f"#scenario/{RED}?of=original&t=reference,original", "Registry, before and after", 980),
    ("lanes", "#scenario/process/current_by_registry?of=native&t=native,reference", ".lanes", 700),
    ("windows2000", "#windows2000?kind=I-", None, 820),
    ("differences", "#differences?verdict=red", None, 700),
)
DARK = ("matrix", "scenario", "dialog")
TO_TOP = """
const wanted = arguments[0];
const found = wanted.startsWith('.') ? document.querySelector(wanted)?.closest('section') || document.querySelector(wanted)
  : [...document.querySelectorAll('h2')].find((each) => each.textContent === wanted);
document.activeElement.blur();
if (found) scrollBy(0, found.getBoundingClientRect().top - 12);
return Boolean(found);
"""


def take(browser, page, folder):
    for dark in (False, True):
        browser.dark(dark)
        browser.open(page)
        for name, fragment, top, height in VIEWS:
            if dark and name not in DARK:
                continue
            browser.cdp("Emulation.setDeviceMetricsOverride", width=1240, height=height, deviceScaleFactor=1, mobile=False)
            show(browser, fragment)
            if top and not browser.run(TO_TOP, top):
                sys.exit(f"{name}: the page has no {top}")
            browser.picture(folder / f"{name}{'-dark' if dark else ''}.png")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        browser = Browser(home)
        try:
            take(browser, pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
        finally:
            browser.close()
