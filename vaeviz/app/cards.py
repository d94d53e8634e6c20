"""A model's card: its configuration, its training, its measured figures and its samples."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from vaeviz.app import cache, findings, long_work, markup, model_card
from vaeviz.app.guard import guard, show_error
from vaeviz.app.model_card import Card, StoredFigures
from vaeviz.commands.listing import describe
from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.installation import PROGRAM
from vaeviz.metrics.criteria import ACTIVE, active_units
from vaeviz.plot.kl import kl_bars, kl_history
from vaeviz.server.pages.payloads import model_payload, typed
from vaeviz.training.history import HISTORY_FILE, read_history

HERE = Path(__file__).parent
TEMPERATURE, SEED = 1.0, 0  # of the samples


def show_card(name: str, folder: Path, figures: StoredFigures, below: Callable[[str, Checkpoint], None]) -> None:
    """Draw one model's card with ``below`` at its end, or a message if the model cannot be opened."""
    try:
        card = model_card.gather(name, folder, figures)
    except VaevizError as error:
        show_error(f"{name} cannot be opened", str(error))
        return
    with st.container(border=True, key=f"card-{name}", gap="small"):
        _head(card)
        made, measured, drawn = st.columns([10, 10, 9], gap="medium")
        with made:
            _made(card)
            _attributes(card)
        with measured:
            _measured(card)
        with drawn:
            with guard("The samples cannot be drawn"):
                _samples(card)
            _factors(card)
        _below(card)
        below(name, card.checkpoint)


def _head(card: Card) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(markup.heading(card.name, describe(card.checkpoint.header)))
        st.page_link("pages/explore.py", label="Open in Explore", query_params={"model": card.name})


def _made(card: Card) -> None:
    st.html(markup.label("Model") + markup.definitions(model_card.made_of(card)))
    command = card.checkpoint.header.command
    if command:
        st.html(markup.label("Command"))
        st.code(command, language=None, wrap_lines=True)


def _measured(card: Card) -> None:
    found = card.evaluation
    if found is None:
        st.html(markup.label("Measured") + markup.note(card.problem or "Not measured yet. To measure it:"))
        st.code(f"{PROGRAM} evaluate {typed(card.folder)} --write", language=None, wrap_lines=True)
    else:
        table = markup.figures(model_card.measured(found))
        st.html(markup.label("Measured") + table + markup.note(model_card.protocol(found)))
    _rates(card)


def _factors(card: Card) -> None:
    """Draw the measures of disentanglement, if the factors of the data set are known."""
    found = card.evaluation.disentanglement if card.evaluation else None
    if card.evaluation is None or found is None:
        return
    note = markup.note(findings.factor_note(found, card.evaluation.dataset))
    st.html(markup.label("Disentanglement"))
    st.html(markup.figures(findings.factor_rows(found)) + note)


def _attributes(card: Card) -> None:
    """Draw the figures of each attribute, if there are any."""
    if card.evaluation is None:
        return
    columns, rows = findings.attribute_table(card.evaluation)
    if rows:
        st.html(markup.label("Attributes"))
        st.html(markup.columns(columns, rows) + markup.note(findings.table_note(card.evaluation, columns)))


def _rates(card: Card) -> None:
    """Draw the rate of each dimension: the measured one, or else that of the stored codes."""
    found, stored = card.evaluation, model_payload(card.folder)
    if found is not None:
        threshold = found.active_threshold
        rate, active = found.rate_per_dim, [one > threshold for one in found.mu_variance]
    elif stored["rate"] is not None and stored["active"] is not None:
        threshold, rate, active = ACTIVE, stored["rate"], stored["active"]
    else:
        return
    accent, muted = _colours()
    count = f"{sum(active)} of {len(active)} active units"
    st.html(markup.label("Rate per dimension"))
    st.plotly_chart(
        kl_bars(rate, active, accent=accent, muted=muted),
        key=f"rate-{card.name}",
        config={"displayModeBar": False},
        alt=f"Bar chart: rate of each latent dimension of {card.name} in nats per image, sorted; {count}.",
    )
    collapsed = "" if all(active) else "; grey: collapsed"
    st.html(markup.note(f"{count}: {active_units(threshold)}{collapsed}."))


def _colours() -> tuple[str, str]:
    """Return the accent colour of the visitor's theme, and a grey."""
    mode = st.context.theme.type or "light"
    return str(st.get_option(f"theme.{mode}.primaryColor")), "#8a9099"


def _samples(card: Card) -> None:
    sheet = cache.sample_sheet(card.checkpoint, seed=SEED, temperature=TEMPERATURE)
    st.html(markup.label("Samples"))
    with st.container(horizontal=True, gap=None, key=f"samples-{card.name}"):
        if sheet.row_names:
            st.html(markup.row_names(sheet.row_names, sheet.height), width="content")
        st.image(sheet.png, width=sheet.width, output_format="PNG", alt=f"Samples of {card.name}. {sheet.text}")
    st.html(markup.note(markup.typeset(sheet.text)))


def _below(card: Card) -> None:
    stored = model_payload(card.folder)
    if stored["problem"]:
        show_error("The stored codes cannot be read", stored["problem"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(markup.note(_maps(card)), width="content")
        long_work.offer_maps(card.name, card.folder)
    if (card.folder / HISTORY_FILE).exists():
        history = st.expander("Rate per dimension during training", on_change="rerun", key=f"history-{card.name}")
        if history.open:
            with history, guard("The training history cannot be read"):
                _history(card)


def _maps(card: Card) -> str:
    notes = cache.map_notes(card.checkpoint)
    if not notes:
        return "No maps yet."
    titles = []
    for made in notes:
        trust = "" if made.trustworthiness is None else f", trustworthiness {made.trustworthiness:.3f}"
        titles.append(f"{model_card.map_title(made.method)} (seed {made.seed}{trust})")
    return f"Maps: {'; '.join(titles)}."


def _history(card: Card) -> None:
    found = read_history(card.folder)
    st.plotly_chart(
        kl_history(found.step, found.rate_per_dim),
        key=f"history-chart-{card.name}",
        config={"displayModeBar": False},
        alt=f"Heat map: rate of each latent dimension of {card.name} during training, nats per image.",
    )
