"""What the app remembers of one browser session between two runs of the script."""

from dataclasses import dataclass, field, replace

from vaeviz.app.address import to_query
from vaeviz.app.view import View


@dataclass
class Memory:
    """What one browser session remembers of a page with a workspace; each tab has its own session."""

    model: str | None = None
    view: View = field(default_factory=View)  # the newest
    given: View = field(default_factory=View)  # the view last sent to the page
    query: dict[str, str] = field(default_factory=dict)  # vaeviz's part of the URL as last read or written
    asked: dict[str, object] = field(default_factory=dict)  # what the page last asked for: "model", "second", "explore"
    answers: int = 0  # how many different requests it made
    serial: int = 0  # grows whenever the page must switch to ``given``
    notice: str | None = None
    second_notice: str | None = None  # why the requested second model is not shown

    def give(self, model: str, view: View, notice: str | None = None) -> None:
        """Make the page show ``view`` of ``model``."""
        self.model, self.view, self.given, self.notice, self.second_notice = model, view, view, notice, None
        self.serial += 1

    def rest(self, view: View | None) -> None:
        """Keep the view that the page reports after an interaction, and write it to the URL.

        The second model stays: the page requests it separately, and a report of the view may be older.
        """
        if view is not None:
            self.keep(replace(view, second=self.view.second))

    def keep(self, view: View) -> None:
        """Keep a view that the page already shows, or that it can show without a new ``serial``."""
        if view != self.view and self.model is not None:
            self.view, self.query = view, to_query(self.model, view)

    def asks(self, key: str, value: object) -> bool:
        """Whether the page makes a request that has not been answered yet."""
        return value is not None and value != self.asked.get(key)

    def newly_asked(self, key: str, value: object) -> bool:
        """Record a request that has not been answered yet, and return True; every request has another value."""
        if not self.asks(key, value):
            return False
        self.asked[key] = value
        self.answers += 1
        return True
