"""A training step: forward, AugNet's contrast loss, backward, Adam; and its peak memory."""

from networks import residual_network
from problems import Problem, Subject

# Network, side of a picture, pictures, views of each.
CASES = [("resnet18", 96, 16, 4), ("small-64", 32, 32, 4), ("resnet34", 224, 8, 4)]


def contrast_loss(embeddings):
    """The mean over views of the distance to the own centre less that to the nearest other one."""
    import torch

    pictures, views, dimension = embeddings.shape
    distances = torch.cdist(
        embeddings.reshape(pictures * views, dimension), embeddings.mean(1))
    own = torch.arange(pictures).repeat_interleave(views)[:, None]
    others = distances.scatter(1, own, float("inf"))
    return (distances.gather(1, own).squeeze(1) - others.amin(1)).mean()


def torch_peer(layout):
    def make(threads):
        import torch

        torch.set_num_threads(threads)
        torch.manual_seed(0)

        def prepare(extents):
            pictures, views, side = (extents[name] for name in ("pictures", "views", "side"))
            network = residual_network(extents["network"]).train()
            x = torch.randn(pictures * views, 3, side, side)
            if layout == "channels_last":
                network = network.to(memory_format=torch.channels_last)
                x = x.contiguous(memory_format=torch.channels_last)
            optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)

            def step():
                loss = contrast_loss(network(x).reshape(pictures, views, -1))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()

            return step

        return f"torch {torch.__version__}", prepare

    return make


class TrainingSteps(Subject):
    """The steps of the cases above; each in a new process, whose peak memory is its own."""

    unit = "images/s"
    fresh_process_for_each = True
    peers = {"torch_channels_last": torch_peer("channels_last")}

    def problems(self, batch):
        return [
            Problem(
                key=f"{network} {side}x{side} {pictures}x{views} views",
                label=f"{network} {side} px {pictures}x{views}",
                extents=dict(network=network, side=side, pictures=pictures, views=views),
                filters=("training_step", f"{network} {side}x{side} {pictures}x{views}"),
                items=pictures * views)
            for network, side, pictures, views in CASES
        ]

    def key_of_row(self, row):
        return row["problem"] if row["name"] == "training_step" else None

    def rate(self, problem, seconds):
        return problem.items / seconds
