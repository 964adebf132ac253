"""MXNet: symbols and parameters."""
import mxnet as mx

from fixtures import also, save


def network(path):
    data = mx.sym.Variable("data")
    symbol = mx.sym.FullyConnected(data, num_hidden=2, name="dense")
    symbol.save(path)


save("tiny-symbol.json", "symbol", [mx], network)
save("tiny-0000.params", "parameters", [mx], lambda path: mx.nd.save(path, {"arg:dense_weight": mx.nd.ones((2, 4)), "arg:dense_bias": mx.nd.zeros((2,))}))
save("list.nd", "a list of arrays", [mx], lambda path: mx.nd.save(path, [mx.nd.ones((2, 2))]))
