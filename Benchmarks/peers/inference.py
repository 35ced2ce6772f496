"""Whole encoders: PyTorch with its normalisations folded, ONNX Runtime, OpenVINO."""

from convolution import onnxruntime_session, openvino_request
from networks import residual_network
from problems import Problem, Subject


def torch_peer(threads):
    import torch
    from torch.fx.experimental.optimization import fuse

    torch.set_num_threads(threads)

    def prepare(extents):
        network = fuse(residual_network(extents["network"]).eval())
        network = network.to(memory_format=torch.channels_last)
        x = torch.randn(extents["batch"], 3, extents["side"], extents["side"])
        x = x.contiguous(memory_format=torch.channels_last)

        def run():
            with torch.inference_mode():
                return network(x)

        return run

    return f"torch {torch.__version__}", prepare


def exported_network(extents):
    """The network as an ONNX model in memory, and pictures for it."""
    import io

    import torch

    network = residual_network(extents["network"]).eval()
    x = torch.randn(extents["batch"], 3, extents["side"], extents["side"])
    file = io.BytesIO()
    torch.onnx.export(network, (x,), file, input_names=["x"], output_names=["y"], dynamo=False)
    return file.getvalue(), x.numpy()


def onnxruntime_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import onnxruntime
    import torch  # noqa: F401

    onnxruntime.set_default_logger_severity(3)

    def prepare(extents):
        model, x = exported_network(extents)
        session = onnxruntime_session(model, threads)
        return lambda: session.run(None, {"x": x})

    return f"onnxruntime {onnxruntime.__version__}", prepare


def openvino_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import openvino
    import torch  # noqa: F401

    def prepare(extents):
        model, x = exported_network(extents)
        request = openvino_request(openvino.Core().read_model(model), threads)
        request.set_input_tensor(openvino.Tensor(x, shared_memory=True))

        def run(kept=x):
            request.infer()

        return run

    return f"openvino {openvino.__version__.split('-')[0]}", prepare


class Inference(Subject):
    """ResNet-18, 34 and 50 on pictures of 224 × 224."""

    unit = "images/s"
    row = "encoder_inference"
    peers = {
        "torch_channels_last": torch_peer,
        "onnxruntime": onnxruntime_peer,
        "openvino": openvino_peer,
    }

    def problems(self, batch):
        return [
            Problem(
                key=f"{network} 224x224 batch {batch}", label=f"{network} batch {batch}",
                extents=dict(network=network, side=224, batch=batch),
                filters=(self.row, f"batch {batch}"), items=batch)
            for network in ("resnet18", "resnet34", "resnet50")
        ]

    def key_of_row(self, row):
        return row["problem"] if row["name"] == self.row else None

    def rate(self, problem, seconds):
        return problem.items / seconds
