"""A convolution's two gradients, each by itself: PyTorch's oneDNN in two layouts."""

from problems import RESNET50_CONVOLUTIONS, Subject, convolution_key, convolution_problems

BY_DATA, BY_WEIGHTS = "conv_backward_data", "conv_backward_weights"


def torch_peer(layout):
    """PyTorch with activations and weights contiguous or channels-last."""

    def make(threads):
        import torch

        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)

        def prepare(extents):
            batch, extent, inputs, outputs, window, stride = (
                extents[name] for name in
                ("batch", "extent", "inputs", "outputs", "window", "stride"))
            result = (extent + 2 * (window // 2) - window) // stride + 1
            order = torch.channels_last if layout == "channels_last" else torch.contiguous_format
            x = torch.randn(batch, inputs, extent, extent).contiguous(memory_format=order)
            weight = torch.randn(outputs, inputs, window, window).contiguous(memory_format=order)
            gradient = torch.randn(batch, outputs, result, result).contiguous(memory_format=order)
            # Which gradients are wanted: by data, by weights, by bias.
            wanted = [extents["row"] == BY_DATA, extents["row"] == BY_WEIGHTS, False]
            return lambda: torch.ops.aten.convolution_backward(
                gradient, x, weight, None, [stride] * 2, [window // 2] * 2, [1, 1], False, [0, 0],
                1, wanted)

        return f"torch {torch.__version__}", prepare

    return make


class Backward(Subject):
    """The loss's gradients by the input and by the weights of ResNet-50's convolutions."""

    peers = {
        "torch_contiguous": torch_peer("contiguous"),
        "torch_channels_last": torch_peer("channels_last"),
    }

    def problems(self, batch):
        problems = []
        for row, note in ((BY_DATA, " by data"), (BY_WEIGHTS, " by weights")):
            problems += convolution_problems(
                RESNET50_CONVOLUTIONS, batch, row, ["resnet50"], note)
        # No layer needs the gradient by the pictures themselves.
        return [problem for problem in problems
                if problem.extents["inputs"] > 3 or problem.extents["row"] == BY_WEIGHTS]

    def key_of_row(self, row):
        return convolution_key(row)
