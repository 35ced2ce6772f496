"""Convolutions with bias as in inference: PyTorch's oneDNN in three layouts, ONNX Runtime, OpenVINO."""

from problems import (RESNET50_CONVOLUTIONS, SQUARE_WINDOWS, Subject, convolution_key,
                      convolution_problems)


def torch_peer(layout):
    """PyTorch with the activations in `layout`: contiguous, channels_last or mkldnn (oneDNN's blocks)."""

    def make(threads):
        import torch

        torch.set_num_threads(threads)

        def prepare(extents):
            batch, extent, inputs, outputs, window, stride = (
                extents[name] for name in
                ("batch", "extent", "inputs", "outputs", "window", "stride"))
            layer = torch.nn.Conv2d(inputs, outputs, window, stride, window // 2).eval()
            x = torch.randn(batch, inputs, extent, extent)
            with torch.inference_mode():
                if layout == "channels_last":
                    layer = layer.to(memory_format=torch.channels_last)
                    x = x.contiguous(memory_format=torch.channels_last)
                elif layout == "mkldnn":
                    from torch.utils import mkldnn

                    # Weights and activations are reordered here, not in the call that is timed.
                    layer = mkldnn.to_mkldnn(layer)
                    layer.weight = torch._C._nn.mkldnn_reorder_conv2d_weight(
                        layer.weight, (window // 2,) * 2, (stride,) * 2, (1, 1), 1,
                        (batch, inputs, extent, extent))
                    x = x.to_mkldnn()

            def run():
                with torch.inference_mode():
                    return layer(x)

            return run

        return f"torch {torch.__version__}", prepare

    return make


def single_convolution(extents):
    """A bytes object: the ONNX model of one convolution with bias."""
    import numpy
    from onnx import TensorProto, helper, numpy_helper

    batch, extent, inputs, outputs, window, stride = (
        extents[name] for name in ("batch", "extent", "inputs", "outputs", "window", "stride"))
    random = numpy.random.default_rng(0)
    weight = random.standard_normal((outputs, inputs, window, window), dtype=numpy.float32)
    bias = random.standard_normal(outputs, dtype=numpy.float32)
    padding = window // 2
    result = (extent + 2 * padding - window) // stride + 1
    node = helper.make_node(
        "Conv", ["x", "w", "b"], ["y"], kernel_shape=[window] * 2, strides=[stride] * 2,
        pads=[padding] * 4)
    graph = helper.make_graph(
        [node], "convolution",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, inputs, extent, extent])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [batch, outputs, result, result])],
        [numpy_helper.from_array(weight, "w"), numpy_helper.from_array(bias, "b")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    x = random.standard_normal((batch, inputs, extent, extent), dtype=numpy.float32)
    return model.SerializeToString(), x


def onnxruntime_session(model, threads):
    """A session that computes with `threads` threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def onnxruntime_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)

    def prepare(extents):
        model, x = single_convolution(extents)
        session = onnxruntime_session(model, threads)
        # Bound once: what is timed is the convolution and no copying of arrays.
        binding = session.io_binding()
        binding.bind_cpu_input("x", x)
        binding.bind_output("y")

        def run(kept=x):
            session.run_with_iobinding(binding)

        return run

    return f"onnxruntime {onnxruntime.__version__}", prepare


def openvino_request(model, threads, batch_hint="LATENCY"):
    """A request that computes in single precision with `threads` threads."""
    import openvino

    return openvino.Core().compile_model(model, "CPU", {
        "PERFORMANCE_HINT": batch_hint, "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()


def openvino_peer(threads):
    import onnx  # noqa: F401, so that a missing one is noticed now
    import openvino

    def prepare(extents):
        model, x = single_convolution(extents)
        request = openvino_request(openvino.Core().read_model(model), threads)
        request.set_input_tensor(openvino.Tensor(x, shared_memory=True))

        def run(kept=x):
            # This call copies neither its input nor its output.
            request.infer()

        return run

    return f"openvino {openvino.__version__.split('-')[0]}", prepare


class NetworkConvolutions(Subject):
    """The 53 convolutions of ResNet-50."""

    peers = {
        "torch_contiguous": torch_peer("contiguous"),
        "torch_channels_last": torch_peer("channels_last"),
        "torch_mkldnn": torch_peer("mkldnn"),
        "onnxruntime": onnxruntime_peer,
        "openvino": openvino_peer,
    }

    def problems(self, batch):
        return convolution_problems(RESNET50_CONVOLUTIONS, batch, "conv_forward", ["resnet50"])

    def key_of_row(self, row):
        return convolution_key(row)


class SquareWindowConvolutions(NetworkConvolutions):
    """The 3 × 3 convolutions of stride 1 of ResNet-18, 34 and 50."""

    def problems(self, batch):
        return convolution_problems(
            SQUARE_WINDOWS, batch, "conv_forward", ["window 3 stride 1"])
