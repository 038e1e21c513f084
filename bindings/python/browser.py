"""A browser without scripts: cookies, forms, and the service's event streams."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

TIMEOUT_SECONDS = 30


class Browser:
    """One person's browser. What it shows is in `page`."""

    def __init__(self, address, language="en"):
        self._headers = {"Accept-Language": language, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Python"}
        self._address = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.page = None

    def open(self, path):
        self._show(urllib.request.Request(urllib.parse.urljoin(self._address, path), headers=self._headers))

    def press(self, button, **fields):
        """Fills in fields and presses a button of the page."""
        form, value = self.page.form_of(button)
        values = {**form.fields, **value, **fields}
        url = urllib.parse.urljoin(self.page.url, form.action or self.page.url)
        headers = {**self._headers, "Origin": self._address.rstrip("/"), "Referer": self.page.url}
        query = urllib.parse.urlencode(values)
        if form.method == "get":
            self._show(urllib.request.Request(f"{url}?{query}", headers=headers))
        else:
            self._show(urllib.request.Request(url, data=query.encode(), headers=headers))

    def wait_until_it_shows(self, title):
        """Follows the page's event stream until it leads to a page of that title."""
        while self.page.title != title:
            if not self.page.events:
                raise AssertionError(f"the page shows “{self.page.title}” and does not move on to “{title}”")
            moved = self._next_event()
            self.open(moved or self.page.url)

    def _next_event(self):
        url = urllib.parse.urljoin(self.page.url, self.page.events)
        call = urllib.request.Request(url, headers={**self._headers, "Accept": "text/event-stream"})
        with self._opener.open(call, timeout=TIMEOUT_SECONDS) as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    return None
        return None

    def _show(self, request):
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                self.page = Page(response.url, response.read().decode())
        except urllib.error.HTTPError as response:
            with response:
                self.page = Page(response.url, response.read().decode())


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.fields = {}
        self.buttons = []


class Page(HTMLParser):
    """What a person can read and do on a page."""

    def __init__(self, url, source):
        super().__init__()
        self.url = url
        self.events = None
        self.title = ""
        self.forms = []
        self._open = []
        self._labelled = {}
        self._text = []
        self.feed(source)

    @property
    def text(self):
        return " ".join(" ".join(self._text).split())

    def labelled(self, name):
        """The text of what a screen reader calls so."""
        return " ".join(" ".join(self._labelled[name]).split())

    def form_of(self, button):
        """The form with a button of that name, and what the button sends along."""
        for form in self.forms:
            for attributes, text in form.buttons:
                if " ".join("".join(text).split()).startswith(button):
                    name = attributes.get("name")
                    return form, {name: attributes.get("value", "")} if name else {}
        raise AssertionError(f"no button “{button}” on “{self.title}”: {self.text}")

    def find(self, pattern):
        found = re.search(pattern, self.text)
        if not found:
            raise AssertionError(f"nothing like {pattern} on “{self.title}”: {self.text}")
        return found.group()
