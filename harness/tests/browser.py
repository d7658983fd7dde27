"""A real browser for tests of the report's page: Debian's Chromium, by the WebDriver protocol and nothing else."""

import base64
import json
import subprocess
import urllib.request

OPTIONS = {
    "browserName": "chrome",
    "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    "goog:chromeOptions": {
        "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000", "--force-color-profile=srgb"]
    },
}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c"}


class Browser:
    """One window. Every failure of a page's script and every request is kept: see trouble()."""

    def __init__(self, folder):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder)},
        )
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                self.base = "http://127.0.0.1:" + line.rstrip(". \n").rsplit(" ", 1)[1]
                break
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": OPTIONS}})
        self.base += f"/session/{answer['sessionId']}"

    def close(self):
        try:
            self._send("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(20)

    def _send(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def open(self, path, fragment=""):
        self._send("POST", "/url", {"url": f"file://{path}{fragment}"})
        self.wait("return 'ready' in document.documentElement.dataset")

    def go(self, fragment, heading):
        """Another page of the same file."""
        self.run("location.hash = arguments[0]", fragment)
        self.wait("return (document.querySelector('h1') || {}).textContent === arguments[0]", heading)

    def run(self, script, *arguments):
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def later(self, script, *arguments):
        """The value of a promise."""
        return self.cdp(
            "Runtime.evaluate",
            expression=f"({script})({', '.join(map(json.dumps, arguments))})",
            awaitPromise=True,
            returnByValue=True,
        )["result"].get("value")

    def wait(self, script, *arguments):
        self._send("POST", "/timeouts", {"script": 30000})
        done = self._send(
            "POST",
            "/execute/async",
            {
                "script": f"const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);"
                f"const ask = () => (function () {{ {script} }})(...args) ? done(true) : setTimeout(ask, 15); ask();",
                "args": list(arguments),
            },
        )
        assert done

    def click(self, selector):
        element = self._send("POST", "/element", {"using": "css selector", "value": selector})
        self._send("POST", f"/element/{element[ELEMENT]}/click", {})

    def press(self, *keys):
        actions = []
        for key in keys:
            actions += [{"type": kind, "value": KEYS.get(key, key)} for kind in ("keyDown", "keyUp")]
        self._send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def cdp(self, command, **parameters):
        return self._send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def dark(self, on):
        value = "dark" if on else "light"
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": value}])

    def picture(self, path, whole=False):
        answer = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def accessible_text(self):
        """What a screen reader would read, in order, a line an element."""
        self.cdp("Accessibility.enable")
        nodes = self.cdp("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in nodes}
        lines = []

        def visit(node):
            role = node.get("role", {}).get("value")
            name = node.get("name", {}).get("value", "")
            if role == "StaticText" and not node.get("ignored"):
                lines.append(name)
            elif role in ("InlineTextBox",):
                return
            elif name and role in ("button", "link", "img", "image", "region", "table", "textbox", "searchbox", "combobox"):
                lines.append(name)
                if role in ("button", "link") and not node.get("ignored"):
                    return
            for child in node.get("childIds", []):
                if child in by_id:
                    visit(by_id[child])

        visit(nodes[0])
        return "\n".join(lines)

    def trouble(self):
        """Messages of the console, and requests for anything but the page itself and data in it."""
        messages = [entry["message"] for entry in self._send("POST", "/se/log", {"type": "browser"})]
        requests = []
        for entry in self._send("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("data:", "file:")) or (url.startswith("file:") and ".html" not in url):
                    requests.append(url)
        return messages + requests
