"""What torch writes: checkpoints of both layouts, whole modules, TorchScript, exported programs, unusual tensors."""
import collections
import inspect
import os
import sys
import warnings

warnings.simplefilter("ignore")
import torch
from torch import nn

from fixtures import freeze, save

freeze()
torch.manual_seed(0)
VERSION = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
ZIP = VERSION >= (1, 6)


def sequence():
    return nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))


def checkpoint(name, what, value, legacy=None):
    more = {} if legacy is None or not ZIP else {"_use_new_zipfile_serialization": not legacy}
    save(name, what, [torch], lambda path: torch.save(value(), path, **more))


def trained():
    model = sequence()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model(torch.ones(2, 4)).sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 10)
    return {"epoch": 3, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "loss": 0.5, "args": collections.OrderedDict(lr=0.01)}


def without_sources(work):
    """Whole modules of the old layout carry the source text of their classes where it is found; these fixtures carry none."""
    def write(path):
        known = inspect.getsourcelines, inspect.getsource

        def missing(thing):
            raise OSError("not kept")

        inspect.getsourcelines = inspect.getsource = missing
        try:
            work(path)
        finally:
            inspect.getsourcelines, inspect.getsource = known

    return write


def blocks():
    return nn.ModuleDict({
        "conv": nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.MaxPool2d(2), nn.Dropout(0.1), nn.GELU() if hasattr(nn, "GELU") else nn.ReLU()),
        "words": nn.Embedding(5, 2),
        "steps": nn.LSTM(2, 2),
        "norm": nn.LayerNorm(2),
        "parts": nn.ModuleList([nn.Linear(2, 2), nn.Softmax(dim=1)]),
    })


checkpoint("state.pt", "state_dict", lambda: sequence().state_dict())
checkpoint("training.pt", "model, optimizer and scheduler", trained)
checkpoint("blocks-state.pth", "state_dict of many layers", lambda: blocks().state_dict())
checkpoint("nested.pt", "tensors in dicts, lists and tuples", lambda: {"a": [torch.ones(2), {"b": (torch.zeros(1), 3)}], "shape": torch.Size([2, 3]), "type": torch.float32, "where": torch.device("cpu")})
shared = torch.arange(12.0)
checkpoint("views.pt", "views of one storage", lambda: {"whole": shared, "part": shared[2:5], "turned": shared.view(3, 4).t()})
checkpoint("kinds.bin", "tensors of all plain types", lambda: {str(kind): torch.ones(2).to(kind) for kind in (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.float32, torch.float64)})
checkpoint("parameter.pt", "a Parameter and a buffer", lambda: [nn.Parameter(torch.ones(2)), torch.zeros(1)])
save("module.pt", "whole module", [torch], without_sources(lambda path: torch.save(sequence(), path)))
save("blocks.pt", "whole module of many layers", [torch], without_sources(lambda path: torch.save(blocks(), path)))
if ZIP:
    checkpoint("state-legacy.pt", "state_dict, layout before 1.6", lambda: sequence().state_dict(), legacy=True)
    checkpoint("training-legacy.pt", "model and optimizer, layout before 1.6", trained, legacy=True)
    save("module-legacy.pt", "whole module, layout before 1.6", [torch], without_sources(lambda path: torch.save(sequence(), path, _use_new_zipfile_serialization=False)))

if hasattr(torch, "bfloat16"):
    checkpoint("bfloat16.pt", "bfloat16", lambda: torch.ones(4, dtype=torch.bfloat16))
if VERSION >= (1, 7):
    checkpoint("complex.pt", "complex tensors", lambda: [torch.ones(2, dtype=torch.complex64), torch.ones(2, dtype=torch.complex128)])
checkpoint("sparse.pt", "sparse tensor of coordinates", lambda: torch.eye(3).to_sparse() if hasattr(torch.Tensor, "to_sparse") else torch.sparse_coo_tensor(torch.tensor([[0], [1]]), torch.tensor([1.0]), (2, 2)))
if hasattr(torch.Tensor, "to_sparse_csr"):
    checkpoint("sparse-rows.pt", "sparse tensor of rows", lambda: torch.eye(3).to_sparse_csr())
if VERSION >= (1, 5):
    checkpoint("quantised.pt", "quantised tensors", lambda: [torch.quantize_per_tensor(torch.ones(4), 0.1, 0, torch.qint8), torch.quantize_per_channel(torch.ones(2, 2), torch.tensor([0.1, 0.2]), torch.tensor([0, 0]), 0, torch.quint8)])
if VERSION >= (2, 1):
    checkpoint("float8.pt", "8-bit floats", lambda: torch.ones(4).to(torch.float8_e4m3fn))
    checkpoint("jagged.pt", "nested tensor", lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]))
    checkpoint("meta.pt", "tensor without storage", lambda: torch.empty(3, device="meta"))
if VERSION >= (2, 6):
    checkpoint("unsigned.pt", "wide unsigned integers", lambda: [torch.ones(2, dtype=torch.uint16), torch.ones(2, dtype=torch.uint64)])
    checkpoint("swa.pt", "averaged model", lambda: torch.optim.swa_utils.AveragedModel(nn.Linear(2, 2)).state_dict())
save("quantised-module.pt", "state_dict of a dynamically quantised module", [torch], lambda path: torch.save(torch.quantization.quantize_dynamic(sequence(), {nn.Linear}, dtype=torch.qint8).state_dict(), path)) if hasattr(torch, "quantization") else None
save("generator.pt", "state of the random generator", [torch], lambda path: torch.save(torch.get_rng_state()[:64].clone(), path))

if VERSION >= (1, 2):
    save("traced.pt", "TorchScript, traced", [torch], lambda path: torch.jit.save(torch.jit.trace(nn.Linear(4, 2), torch.ones(1, 4)), path))
    save("scripted.pt", "TorchScript, compiled", [torch], lambda path: torch.jit.save(torch.jit.script(sequence()), path))
    save("frozen.pt", "TorchScript, frozen", [torch], lambda path: torch.jit.save(torch.jit.freeze(torch.jit.script(sequence().eval())), path)) if hasattr(torch.jit, "freeze") else None
if VERSION >= (1, 8):
    save("mobile.ptl", "TorchScript for mobile", [torch], lambda path: torch.jit.script(sequence())._save_for_lite_interpreter(path))
if VERSION >= (2, 1):
    def exported(path):
        program = torch.export.export(nn.Linear(4, 2), (torch.ones(1, 4),))
        torch.export.save(program, path)

    save("linear.pt2", "exported program", [torch], exported)
if VERSION >= (2, 1):
    import numpy

    checkpoint("numbers.pt", "numpy numbers and arrays in a checkpoint", lambda: {"loss": numpy.float64(0.5), "curve": numpy.arange(3.0)})
