import torch
from torch import nn

from vaeviz.families.layers import ConditionedConv


def test_the_shift_is_what_constant_planes_would_add_inside_the_image():
    torch.manual_seed(0)
    layer = ConditionedConv(nn.Conv2d(2, 3, 4, stride=2, padding=1), condition=4)
    h, c = torch.randn(5, 2, 8, 8), torch.randn(5, 4)
    wide = nn.Conv2d(6, 3, 4, stride=2, padding=1)
    with torch.no_grad():
        wide.weight[:, :2] = layer.conv.weight
        wide.weight[:, 2:] = layer.shift.weight[:, :, None, None] / 16  # spread over the kernel's 16 places
        wide.bias.copy_(layer.conv.bias)
    planes = torch.cat([h, c[:, :, None, None].expand(-1, -1, 8, 8)], dim=1)
    assert torch.allclose(layer(h, c)[:, :, 1:-1, 1:-1], wide(planes)[:, :, 1:-1, 1:-1], atol=1e-5)
