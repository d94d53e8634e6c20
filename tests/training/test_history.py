import pytest
import torch

from vaeviz.errors import CheckpointError
from vaeviz.files import write_tensors
from vaeviz.training.fit import TrainStep
from vaeviz.training.history import HISTORY_FILE, History, HistoryHeader, read_history


def recorded() -> History:
    history = History(window=2)
    for step in range(1, 6):
        rates = torch.tensor([float(step), 0.0])
        history.add(
            TrainStep(
                step=step, epoch=0, loss=torch.tensor(0.0), distortion=torch.tensor(10.0 - step), rate_per_dim=rates
            )
        )
    return history


def test_a_window_is_the_mean_of_its_steps_and_an_open_one_is_left_out(tmp_path):
    history = recorded()
    write_tensors(tmp_path / HISTORY_FILE, history.arrays(), HistoryHeader(window=2).to_json())
    found = read_history(tmp_path)
    assert found.step.tolist() == [2, 4]
    assert found.distortion.tolist() == [8.5, 6.5]
    assert found.rate_per_dim.tolist() == [[1.5, 0], [3.5, 0]]


def test_a_damaged_or_missing_history_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="No such file"):
        read_history(tmp_path)
    path = tmp_path / HISTORY_FILE
    write_tensors(path, recorded().arrays(), HistoryHeader(window=2).to_json())
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(CheckpointError, match="truncated"):
        read_history(tmp_path)
