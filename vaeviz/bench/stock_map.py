"""A stock Streamlit app that shows a map of codes with `st.plotly_chart` and WebGL, as a baseline."""

WIDTH, HEIGHT = 450, 560  # pixels: about the size of our map in a window of 1440 x 900


def show() -> None:
    """Draw the number of points in ``?points=``, and show how many are selected."""
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
