import pytest

from vaeviz.bench.recording import read_recording


def frames(*rows):
    return [list(row) for row in rows]


@pytest.fixture
def log():
    """Press at 100, release at 200; frames of 16 ms, four with a new picture, one of them after the release."""
    shown = frames(
        (90, 91, True), (106, 107, False), (122, 123, True), (138, 139, True), (154, 156, True), (170, 171, False)
    )
    return {
        "down": [5, 100],
        "up": [6, 200],
        "moves": [110.0, 120.0, 130.0, 140.0],
        "frames": shown + frames((186, 187, False), (202, 204, True)),
    }


def test_frames_and_images_count_while_the_pointer_is_down(log):
    recording = read_recording(log)
    assert recording.seconds == pytest.approx(0.1)
    assert (recording.frames, recording.changes, recording.events) == (6, 3, 4)
    assert recording.images_per_second == pytest.approx(30)


def test_without_marks_there_is_no_latency(log):
    assert read_recording(log).drawn == read_recording(log).shown == ()


def test_an_input_is_answered_by_the_first_image_as_new_as_itself_and_shown_by_the_next_frame(log):
    inputs = [(7, 106.0), (8, 122.0), (9, 138.0)]
    paints = [(7, 110.0), (9, 150.0)]  # 8 was overtaken by 9
    recording = read_recording(log, inputs, paints)
    assert recording.drawn == (4, 28, 12)
    assert recording.shown == (123 - 106, 156 - 122, 156 - 138)


def test_where_any_later_image_is_as_new_the_first_of_them_answers(log):
    moves = [(0, at) for at in log["moves"]]
    assert read_recording(log, moves, [(5, 108.0), (6, 125.0), (9, 150.0)]).drawn == (15, 5, 20, 10)


def test_an_image_of_an_older_request_answers_no_input(log):
    assert read_recording(log, [(8, 122.0)], [(7, 130.0)]).drawn == ()


def test_inputs_outside_the_drag_are_left_out(log):
    assert read_recording(log, [(1, 50.0), (2, 201.0)], [(2, 210.0)]).drawn == ()


def test_an_image_after_the_last_frame_was_drawn_but_not_shown(log):
    recording = read_recording(log, [(1, 199.0)], [(1, 205.0)])
    assert recording.drawn == (6,)
    assert recording.shown == ()


def test_the_last_image_comes_with_the_last_frame_that_changed(log):
    assert read_recording(log).settled == 4


def test_an_image_that_was_there_at_the_release_settles_at_once(log):
    log["frames"] = log["frames"][:-1]
    assert read_recording(log).settled == 0


def test_the_stock_way_shows_nothing_until_the_release():
    shown = frames((10, 11, False), (26, 27, False), (42, 43, False), (190, 191, True))
    recording = read_recording({"down": [0], "up": [40], "moves": [10.0, 20.0], "frames": shown})
    assert recording.changes == 0
    assert recording.images_per_second == 0
    assert recording.settled == 151
