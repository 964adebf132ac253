"""ONNX graphs of several operator sets, with data inside and beside."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from fixtures import also, save

weights = np.arange(6, dtype=np.float32).reshape(2, 3)
x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 2])
y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 3])


def model(opset, **more):
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["h"]), helper.make_node("Relu", ["h"], ["y"])],
        "tiny", [x], [y], initializer=[numpy_helper.from_array(weights, "w")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="fixtures", **more)
    onnx.checker.check_model(made)
    return made


for opset in (9, 11, 13, 15, 17, 21):
    save("linear-%d.onnx" % opset, "MatMul and Relu, operator set %d" % opset, [onnx], lambda path, opset=opset: onnx.save(model(opset), path))


def external(path):
    made = model(13)
    onnx.save_model(made, path, save_as_external_data=True, all_tensors_to_one_file=True, location="external.data", size_threshold=0)


save("external.onnx", "tensor in external.data beside it", [onnx], external)
also("external.data", "the tensor of external.onnx", [onnx])


def branch(path):
    then = helper.make_graph([helper.make_node("Identity", ["x"], ["t"])], "then", [], [helper.make_tensor_value_info("t", TensorProto.FLOAT, None)])
    other = helper.make_graph([helper.make_node("Neg", ["x"], ["e"])], "else", [], [helper.make_tensor_value_info("e", TensorProto.FLOAT, None)])
    node = helper.make_node("If", ["c"], ["y"], then_branch=then, else_branch=other)
    made = helper.make_model(
        helper.make_graph([node], "branch", [x, helper.make_tensor_value_info("c", TensorProto.BOOL, [])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]),
        opset_imports=[helper.make_opsetid("", 13)],
    )
    made.metadata_props.add(key="author", value="fixtures")
    onnx.save(made, path)


save("branch.onnx", "sub-graphs and metadata", [onnx], branch)


def trees(path):
    node = helper.make_node(
        "TreeEnsembleRegressor", ["x"], ["y"], domain="ai.onnx.ml", n_targets=1, nodes_treeids=[0, 0, 0], nodes_nodeids=[0, 1, 2], nodes_featureids=[0, 0, 0],
        nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"], nodes_values=[0.5, 0.0, 0.0], nodes_truenodeids=[1, 0, 0], nodes_falsenodeids=[2, 0, 0],
        target_treeids=[0, 0], target_nodeids=[1, 2], target_ids=[0, 0], target_weights=[1.0, 2.0],
    )
    made = helper.make_model(helper.make_graph([node], "trees", [x], [y]), opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)])
    onnx.save(made, path)


save("trees.onnx", "operators of ai.onnx.ml", [onnx], trees)
