"""Controls that encode a data set or make a map in the background, show progress, and cancel."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from vaeviz.app import cache, markup
from vaeviz.app.guard import show_error
from vaeviz.latents.embed import EMBEDDERS
from vaeviz.server import jobs

MAX_SEED = 2**31 - 1
CSS = Path(__file__).parent / "long_work.css"
FIRST_MAPS = ("umap", "pca")
TICK = 0.5  # seconds between two checks of a running job
_MADE = "codes-made"  # key of the session state: how often codes were made while this session was open


@dataclass(frozen=True)
class Place:
    """The checkpoint that a job is for, and the part of the page that offers the job."""

    name: str
    folder: Path
    part: str

    @property
    def job(self) -> str:
        """Return the job's key: a folder has at most one live job."""
        return str(self.folder.resolve())

    def key(self, word: str) -> str:
        """Return the key of a widget or container here."""
        return f"{self.part}-{word}-{self.name}"


def offer_codes(name: str, folder: Path, has_codes: bool) -> None:
    """Draw, for a model without codes, a button that makes them, then the progress."""
    with st.container(key="explore-work"):  # always drawn, so that what follows keeps its place on the page
        if not has_codes:
            _watch(Place(name, folder, "explore"), _offer_codes)


def offer_maps(name: str, folder: Path) -> None:
    """Draw the control that makes another map, or the progress."""
    with st.container(key=f"card-work-{name}", width="content"):
        _watch(Place(name, folder, "card"), _offer_maps)


def mount_key(key: str) -> str:
    """Return the key of a component that shows codes; it changes when codes are made, so that it mounts again."""
    made = st.session_state.get(_MADE, 0)
    return f"{key}-{made}" if made else key


def _watch(place: Place, offer: Callable[[Place], None]) -> None:
    """Draw the line; while a job is live, only this line is drawn again every `TICK`."""
    live = _now(place).live
    st.html(CSS)
    st.fragment(_draw, run_every=TICK if live else None)(place, offer, live)


def _now(place: Place) -> jobs.Snapshot:
    job = jobs.pool.find(place.job, cache.job_owner())
    return job.snapshot() if job else jobs.Snapshot("done")


def _draw(place: Place, offer: Callable[[Place], None], was_live: bool) -> None:
    now = _now(place)
    if was_live and not now.live:
        if now.state == "done":
            st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1
        st.rerun()
    if now.live:
        _progress(place, now)
    elif now.state == "failed":
        _failure(place, now)
    else:
        offer(place)


def _progress(place: Place, now: jobs.Snapshot) -> None:
    text = "Waiting for other jobs" if now.state == "waiting" else now.stage
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.progress(text, now.done, now.total), width="content")
        if st.button("Cancel", key=place.key("cancel")):
            job = jobs.pool.find(place.job, cache.job_owner())
            if job:
                job.cancel()
            st.rerun()


def _failure(place: Place, now: jobs.Snapshot) -> None:
    show_error("The codes and maps could not be made", now.text)
    if st.button("Close", key=place.key("close")):
        jobs.pool.forget(place.job)
        st.rerun()


def _offer_codes(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.note("No map yet: the data set of this model has not been encoded."), width="content")
        if st.button("Encode the data set", key=place.key("start")):
            _start(place, FIRST_MAPS, 0)


def _offer_maps(place: Place) -> None:
    with st.popover("Make a map", key=place.key("maps")), st.container(gap="small"):
        method = st.selectbox(
            "method", list(EMBEDDERS), format_func=lambda name: EMBEDDERS[name].title, key=place.key("method")
        )
        seed = st.number_input("seed", 0, MAX_SEED, 0, key=place.key("seed"))
        st.caption("Replaces the map made by this method. Encodes the data set first if it has no codes.")
        if st.button("Make map", key=place.key("start"), type="primary"):
            _start(place, (method,), int(seed))


def _start(place: Place, methods: tuple[str, ...], seed: int) -> None:
    jobs.pool.start(place.job, jobs.codes_command(place.folder, methods, seed), cache.job_owner())
    st.rerun()
