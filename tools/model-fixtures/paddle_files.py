"""Paddle: parameters, which are pickles, and exported programs."""
import paddle
from paddle import nn

from fixtures import OUT, also, save

paddle.seed(0)


def model():
    return nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))


def optimizer(path):
    made = model()
    steps = paddle.optimizer.Adam(parameters=made.parameters())
    made(paddle.ones([1, 4])).sum().backward()
    steps.step()
    paddle.save(steps.state_dict(), path)


save("model.pdparams", "state_dict", [paddle], lambda path: paddle.save(model().state_dict(), path))
save("model-4.pdparams", "state_dict, protocol 4", [paddle], lambda path: paddle.save(model().state_dict(), path, protocol=4))
save("adam.pdopt", "optimizer state", [paddle], optimizer)


def exported(path):
    paddle.jit.save(model(), path, input_spec=[paddle.static.InputSpec([None, 4], "float32")])


save("linear", "prefix of an exported program", [paddle], exported)
for ending in ("pdmodel", "pdiparams", "pdiparams.info"):
    also("linear." + ending, "exported program, ." + ending, [paddle])
