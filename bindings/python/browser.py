"""A browser without scripts: cookies, forms, and the service's event streams."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

TIMEOUT_SECONDS = 30
UNSEEN = {"head", "noscript", "script", "style"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Browser:
    """One person's browser. What it shows is in `page`."""

    def __init__(self, address, language="en"):
        self._headers = {"Accept-Language": language, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Python"}
        self._address = address.rstrip("/")
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.page = None

    def open(self, path):
        self._show(urllib.request.Request(urllib.parse.urljoin(self._address, path), headers=self._headers))

    def press(self, text, fields=None):
        """Types into the fields of those labels and presses a button, or follows a link, whose text begins so."""
        control, form = self.page.control(text)
        if form is None:
            self.open(urllib.parse.urljoin(self.page.url, control.attributes["href"]))
            return
        typed = {self.page.field(label): value for label, value in (fields or {}).items()}
        data = urllib.parse.urlencode({**form.fields, **typed}).encode()
        headers = {**self._headers, "Origin": self._address, "Referer": self.page.url}
        action = urllib.parse.urljoin(self.page.url, form.action)
        self._show(urllib.request.Request(action, data=data, headers=headers))

    def wait_until_it_shows(self, title):
        """Follows the page's own events until it has this title."""
        while self.page.title != title:
            if not self.page.events:
                raise AssertionError(f"“{self.page.title}” does not lead to “{title}”: {self.page.text}")
            self._wait_until_it_moves()
            self.open(urllib.parse.urlsplit(self.page.url).path)

    def _wait_until_it_moves(self):
        url = urllib.parse.urljoin(self.page.url, self.page.events)
        call = urllib.request.Request(url, headers={**self._headers, "Accept": "text/event-stream"})
        with self._opener.open(call, timeout=TIMEOUT_SECONDS) as stream:
            for line in stream:
                if line.strip() == b"event: moved":
                    return
        raise AssertionError(f"the events of “{self.page.title}” ended without a word")

    def _show(self, request):
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                self.page = Page(response.url, response.read().decode())
        except urllib.error.HTTPError as response:
            with response:
                self.page = Page(response.url, response.read().decode())


class Form:
    def __init__(self, action):
        self.action = action
        self.fields = {}


class Element:
    def __init__(self, tag, attributes):
        self.tag, self.attributes = tag, attributes
        self._pieces = []

    def add(self, text):
        self._pieces.append(text)

    @property
    def text(self):
        return " ".join("".join(self._pieces).split())


class Page(HTMLParser):
    """What a person can read and do on a page."""

    def __init__(self, url, source):
        super().__init__()
        self.url = url
        self._controls = []
        self._elements = []
        self._form = None
        self._open = []
        self.feed(source)

    @property
    def title(self):
        return next((element.text for element in self._elements if element.tag == "h1"), "")

    @property
    def text(self):
        return next((element.text for element in self._elements if element.tag == "body"), "")

    @property
    def events(self):
        """Where the page listens for its own end."""
        addresses = (element.attributes.get("data-events") for element in self._elements)
        return next(filter(None, addresses), None)

    def control(self, text):
        """A button with its form, or a link, whose text begins so."""
        for element, form in self._controls:
            if element.text.startswith(text):
                return element, form
        raise AssertionError(f"nothing to press is called “{text}” on “{self.title}”: {self.text}")

    def field(self, label):
        """The name of the field whose label begins so."""
        labels = (element for element in self._elements if element.tag == "label")
        (label,) = (element for element in labels if element.text.startswith(label))
        (field,) = (e for e in self._elements if e.attributes.get("id") == label.attributes["for"])
        return field.attributes["name"]

    def find(self, pattern):
        found = re.search(pattern, self.text)
        if not found:
            raise AssertionError(f"nothing like {pattern} on “{self.title}”: {self.text}")
        return found.group()

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        self._elements.append(element)
        if tag == "form":
            self._form = Form(element.attributes.get("action", ""))
        elif tag == "input" and self._form:
            self._form.fields[element.attributes["name"]] = element.attributes.get("value", "")
        elif tag == "button" and self._form:
            self._controls.append((element, self._form))
        elif tag == "a":
            self._controls.append((element, None))
        if tag not in VOID:
            self._open.append(element)
        self.handle_data(" ")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass
        self.handle_data(" ")

    def handle_data(self, text):
        if not any(element.tag in UNSEEN for element in self._open):
            for element in self._open:
                element.add(text)
