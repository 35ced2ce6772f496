"""Whole encoders in 8-bit integers: ONNX Runtime, OpenVINO."""

from convolution import onnxruntime_session
from inference import Inference
from networks import residual_network


def quantized_network(extents):
    """The network as an ONNX model in memory with weights and activations quantised, and pictures for it.

    Weights have a scale for each output channel and activations one for each tensor, found on noise: it is
    the time that counts here.
    """
    import os
    import tempfile

    import numpy
    import torch
    from onnxruntime.quantization import (
        CalibrationDataReader, QuantFormat, QuantType, quantize_static)
    from onnxruntime.quantization.shape_inference import quant_pre_process

    torch.manual_seed(0)
    network = residual_network(extents["network"])
    shape = (extents["batch"], 3, extents["side"], extents["side"])
    with torch.no_grad():
        # Statistics with which activations keep their size from layer to layer.
        network.train()
        for _ in range(2):
            network(torch.randn(8, *shape[1:]))
    network.eval()
    random = numpy.random.default_rng(7)

    class Noise(CalibrationDataReader):
        def __init__(self):
            self.left = 2

        def get_next(self):
            self.left -= 1
            return ({"x": random.standard_normal(shape, dtype=numpy.float32)}
                    if self.left >= 0 else None)

    with tempfile.TemporaryDirectory() as folder:
        plain, ready, quantized = (os.path.join(folder, name)
                                   for name in ("plain.onnx", "ready.onnx", "quantized.onnx"))
        torch.onnx.export(network, (torch.randn(shape),), plain, input_names=["x"],
                          output_names=["y"], dynamo=False)
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_static(ready, quantized, Noise(), quant_format=QuantFormat.QDQ,
                        per_channel=True, activation_type=QuantType.QUInt8,
                        weight_type=QuantType.QInt8)
        with open(quantized, "rb") as file:
            return file.read(), random.standard_normal(shape, dtype=numpy.float32)


def onnxruntime_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import onnxruntime
    import torch  # noqa: F401

    onnxruntime.set_default_logger_severity(3)

    def prepare(extents):
        model, x = quantized_network(extents)
        session = onnxruntime_session(model, threads)
        return lambda: session.run(None, {"x": x})

    return f"onnxruntime {onnxruntime.__version__}", prepare


def openvino_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import onnxruntime  # noqa: F401
    import openvino
    import torch  # noqa: F401

    def prepare(extents):
        model, x = quantized_network(extents)
        core = openvino.Core()
        # What is not in integers may be computed as it likes, in bfloat16 too.
        request = core.compile_model(core.read_model(model), "CPU", {
            "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1}).create_infer_request()
        request.set_input_tensor(openvino.Tensor(x, shared_memory=True))

        def run(kept=x):
            request.infer()

        return run

    return f"openvino {openvino.__version__.split('-')[0]}", prepare


class ByteInference(Inference):
    """ResNet-18, 34 and 50 on pictures of 224 × 224 in 8-bit integers."""

    peers = {"onnxruntime": onnxruntime_peer, "openvino": openvino_peer}
    row = "encoder_bytes"
