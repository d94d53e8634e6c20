"""The stock way to show a map of codes: `st.plotly_chart` with WebGL points and a selection; for comparison."""

WIDTH, HEIGHT = 450, 560  # pixels: about what our map has in a window of 1440 x 900


def show() -> None:
    """Draw as many points as ``?points=`` says, and how many of them are selected."""
    import plotly.graph_objects as go
    import streamlit as st  # noqa: TID251 (Streamlit itself is what is measured here)

    from vaeviz.bench.synthetic import clusters

    @st.cache_resource
    def figure(n: int) -> go.Figure:
        made = clusters(n)
        places, labels = made.places, made.labels
        marker = {"size": 4, "color": labels.astype("uint8"), "opacity": 0.8}
        points = go.Scattergl(x=places[:, 0], y=places[:, 1], mode="markers", marker=marker)
        return go.Figure(points, {"width": WIDTH, "height": HEIGHT, "margin": {"l": 20, "r": 20, "t": 40, "b": 20}})

    made = figure(int(st.query_params["points"]))
    event = st.plotly_chart(made, width="content", on_select="rerun", key="map")
    st.text(f"{len(event.selection.point_indices)} selected")  # pyright: ignore[reportAttributeAccessIssue]


if __name__ == "__main__":
    show()
