"""Models trained elsewhere, behind one interface: features in, one score per candidate out.

A LightGBM text model (`Booster.save_model`) or an ONNX file with one float32 input [candidates, features] and an output
of one number per candidate. Both run on one thread: a request ranks a few hundred candidates, and other requests need
the other cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from regulars.ground.kit.later import Later, np

Array = Any
lightgbm: Any = Later("lightgbm")
ERRORS_ONLY = 3
TREES = b"tree\n"
EXTRA = (
    'ONNX models need the optional extra: install "regulars[onnx]", or give a LightGBM text model instead.'
)


class ModelRefused(ValueError):
    """A model file that cannot be used; the text says why and what to do."""


class Model(Protocol):
    """What ranks candidates by their features."""

    features: int

    def score(self, features: Array) -> Array:
        """One score per row (float32) of `features` (float32, candidates x features); greater is better."""
        ...


class Trees:
    """A LightGBM model. `names` are the features in the order of its columns."""

    def __init__(self, text: str):
        try:
            self._booster = lightgbm.Booster(model_str=text)
        except lightgbm.basic.LightGBMError as wrong:
            raise ModelRefused(f"This is no LightGBM text model: {wrong}") from wrong
        self.features = int(self._booster.num_feature())
        self.names = tuple(self._booster.feature_name())

    def score(self, features: Array) -> Array:
        """Raw scores, before any objective's transformation."""
        given = checked(features, self.features)
        if not len(given):
            return np.zeros(0, np.float32)
        return self._booster.predict(given, raw_score=True, num_threads=1).astype(np.float32)


class Graph:
    """An ONNX model."""

    def __init__(self, content: bytes):
        runtime = _runtime()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        try:
            self._session = runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as wrong:
            raise ModelRefused(f"This ONNX model cannot be loaded: {wrong}") from wrong
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type != "tensor(float)" or len(inputs[0].shape) != 2:
            raise ModelRefused("The ONNX model must have one float32 input of candidates x features.")
        if not isinstance(inputs[0].shape[1], int):
            raise ModelRefused("The ONNX model must say how many features it takes.")
        self._input, self.features = inputs[0].name, int(inputs[0].shape[1])
        self._output = self._session.get_outputs()[-1].name

    def score(self, features: Array) -> Array:
        """The last output, flattened to one number per candidate."""
        given = checked(features, self.features)
        if not len(given):
            return np.zeros(0, dtype=np.float32)
        made = np.asarray(self._session.run([self._output], {self._input: given})[0], dtype=np.float32)
        if made.size != len(given):
            raise ModelRefused("The ONNX model must give one number per candidate.")
        return made.reshape(-1)


def opened(file: Path) -> Trees | Graph:
    """The model in a file, by its ending: `.onnx`, or LightGBM text (`.txt`, `.lgb`)."""
    if file.suffix == ".onnx":
        return Graph(file.read_bytes())
    if file.suffix in {".txt", ".lgb"}:
        return Trees(file.read_text())
    raise ModelRefused(f"{file.name} is neither .onnx nor a LightGBM text model (.txt, .lgb).")


def read(content: bytes, features: int) -> Trees | Graph:
    """The model of these bytes, which takes so many features. Raises ModelRefused."""
    model = Trees(content.decode()) if content.startswith(TREES) else Graph(content)
    if model.features != features:
        raise ModelRefused(f"The model takes {model.features} features; there are {features} of a candidate.")
    return model


def checked(features: Array, wanted: int) -> Array:
    """Features as float32 rows; refused when there are more or fewer of them than the model takes."""
    given = np.ascontiguousarray(features, dtype=np.float32)
    if given.ndim != 2 or given.shape[1] != wanted:
        raise ModelRefused(f"The model takes {wanted} features, given were {list(given.shape[1:])}.")
    return given


def _runtime() -> Any:
    try:
        import onnxruntime
    except ImportError as missing:
        raise ModelRefused(EXTRA) from missing
    return onnxruntime
