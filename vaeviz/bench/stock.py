"""A stock Streamlit app that shows a decoder with `st.slider` and `st.image`, as a baseline."""

from os import environ
from pathlib import Path

CHECKPOINT = "VAEVIZ_BENCH_CHECKPOINT"  # environment variable: the folder of the model to show


def show() -> None:
    """Draw one slider per dimension in the sidebar, and the image."""
    import streamlit as st  # noqa: TID251 (Streamlit itself is what is measured here)
    import torch

    from vaeviz.files.checkpoint import Checkpoint, load

    @st.cache_resource
    def load_cached(path: Path) -> Checkpoint:
        return load(path)

    model = load_cached(Path(environ[CHECKPOINT])).model
    z = [st.sidebar.slider(f"z{dim}", -4.0, 4.0, 0.0, 0.01) for dim in range(model.latent_dim)]
    with torch.inference_mode():
        image = model.decode(torch.tensor([z]))[0]
    st.image(image.permute(1, 2, 0).numpy(), width=448)


if __name__ == "__main__":
    show()
