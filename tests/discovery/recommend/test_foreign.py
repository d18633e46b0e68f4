"""Models trained elsewhere: trees that say what each feature added, ONNX files, and plain words when one will not do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from regulars.discovery.recommend.rules.foreign import Graph, ModelRefused, Trees, opened

FEATURES = np.random.default_rng(1).random((200, 4)).astype(np.float32)
WEIGHTS = np.array([[1.0], [-2.0], [0.5], [0.0]], dtype=np.float32)


def trees() -> str:
    """A small model of which the second feature counts against."""
    goal = FEATURES @ WEIGHTS[:, 0]
    how = {"num_leaves": 7, "num_threads": 1, "verbose": -1, "min_data_in_leaf": 5}
    data = lightgbm.Dataset(FEATURES, goal, feature_name=["a", "b", "c", "d"])
    return str(lightgbm.train(how, data, num_boost_round=20).model_to_string())


def graph(
    width: int | str = 4, kind: int = TensorProto.FLOAT, outputs: int = 1, given: Any = WEIGHTS
) -> bytes:
    """A linear model as an ONNX file."""
    weights = np.repeat(given, outputs, axis=1).astype(helper.tensor_dtype_to_np_dtype(kind))
    made = helper.make_graph(
        [helper.make_node("MatMul", ["features", "weights"], ["score"])],
        "linear",
        [helper.make_tensor_value_info("features", kind, ["n", width])],
        [helper.make_tensor_value_info("score", kind, ["n", outputs])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def test_a_text_of_trees_scores_candidates(tmp_path: Path) -> None:
    (tmp_path / "ranker.txt").write_text(trees())
    model = opened(tmp_path / "ranker.txt")
    assert isinstance(model, Trees)
    assert (model.features, model.names) == (4, ("a", "b", "c", "d"))
    said = model.score(FEATURES)
    assert said.dtype == np.float32
    assert np.corrcoef(said, FEATURES @ WEIGHTS[:, 0])[0, 1] > 0.9


def test_an_onnx_file_scores_candidates(tmp_path: Path) -> None:
    (tmp_path / "ranker.onnx").write_bytes(graph())
    model = opened(tmp_path / "ranker.onnx")
    assert isinstance(model, Graph)
    assert model.features == 4
    said = model.score(FEATURES)
    assert (said.dtype, said.shape) == (np.float32, (200,))
    np.testing.assert_allclose(said, FEATURES @ WEIGHTS[:, 0], rtol=1e-5, atol=1e-6)


def test_nobody_to_score_is_no_trouble() -> None:
    nobody = np.zeros((0, 4), dtype=np.float32)
    assert len(Trees(trees()).score(nobody)) == len(Graph(graph()).score(nobody)) == 0


def test_wrong_files_and_features_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"anything")
    with pytest.raises(ModelRefused, match=r"model\.pkl is neither"):
        opened(tmp_path / "model.pkl")
    with pytest.raises(ModelRefused, match="no LightGBM text model"):
        Trees("anything")
    with pytest.raises(ModelRefused, match="cannot be loaded"):
        Graph(b"anything")
    with pytest.raises(ModelRefused, match="one float32 input"):
        Graph(graph(kind=TensorProto.DOUBLE))
    with pytest.raises(ModelRefused, match="how many features"):
        Graph(graph(width="f"))
    with pytest.raises(ModelRefused, match="one number per candidate"):
        Graph(graph(outputs=2)).score(FEATURES)
    for model in (Trees(trees()), Graph(graph())):
        with pytest.raises(ModelRefused, match=r"takes 4 features, given were \[3\]"):
            model.score(FEATURES[:, :3])


def test_without_the_extra_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelRefused, match=r"regulars\[onnx\]"):
        Graph(graph())
