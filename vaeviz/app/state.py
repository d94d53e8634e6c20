"""What the screen remembers of one browser session between two runs of the script."""

from dataclasses import dataclass, field, replace

from vaeviz.app.address import to_query
from vaeviz.app.view import View


@dataclass
class Memory:
    """What one browser session remembers of a page with the workspace; a second tab is a session of its own."""

    model: str | None = None
    view: View = field(default_factory=View)  # the newest
    given: View = field(default_factory=View)  # what the page was last told to show
    query: dict[str, str] = field(default_factory=dict)  # our part of the URL as last seen or written
    asked: dict[str, object] = field(default_factory=dict)  # what the page last asked for: "model", "second", "explore"
    answers: int = 0  # how often it asked for something else than before
    serial: int = 0  # grows whenever the page must take over ``given``
    notice: str | None = None
    second_notice: str | None = None  # why no second model is shown, where one was asked for

    def give(self, model: str, view: View, notice: str | None = None) -> None:
        """Have the page show ``view`` of ``model``."""
        self.model, self.view, self.given, self.notice, self.second_notice = model, view, view, notice, None
        self.serial += 1

    def rest(self, view: View | None) -> None:
        """Keep a view that the page itself came to rest at; the URL is to say it.

        Which second model there is, the page asks for by itself: a report of the view may be older than that.
        """
        if view is not None:
            self.keep(replace(view, second=self.view.second))

    def keep(self, view: View) -> None:
        """Keep a view that the page shows already, or is shown without taking over anything."""
        if view != self.view and self.model is not None:
            self.view, self.query = view, to_query(self.model, view)

    def asks(self, key: str, value: object) -> bool:
        """Whether the page asks for something that was not answered yet."""
        return value is not None and value != self.asked.get(key)

    def newly_asked(self, key: str, value: object) -> bool:
        """Note what the page asks for, if it was not answered yet; every request of the page is another value."""
        if not self.asks(key, value):
            return False
        self.asked[key] = value
        self.answers += 1
        return True
