"""Exact nearest neighbours by Euclidean distance: FAISS, scikit-learn, numpy."""

import re

from problems import Problem, Subject


def random_points(extents):
    """Points and queries, uniform in −1 … 1."""
    import numpy

    random = numpy.random.default_rng(0)
    return (random.random((extents[name], extents["dimensions"]), dtype=numpy.float32) * 2 - 1
            for name in ("points", "queries"))


def faiss_peer(has_low_threshold):
    """FAISS, which uses BLAS only above a number of queries; with the threshold lowered, or not."""

    def make(threads):
        import faiss
        import threadpoolctl

        faiss.omp_set_num_threads(threads)
        threadpoolctl.threadpool_limits(threads, "blas")
        if has_low_threshold:
            faiss.cvar.distance_compute_blas_threshold = 10

        def prepare(extents):
            points, queries = random_points(extents)
            index = faiss.IndexFlatL2(extents["dimensions"])
            index.add(points)
            return lambda: index.search(queries, extents["nearest"])

        return f"faiss {faiss.__version__}", prepare

    return make


def sklearn_peer(threads):
    import sklearn
    import threadpoolctl
    from sklearn.neighbors import NearestNeighbors

    threadpoolctl.threadpool_limits(threads)

    def prepare(extents):
        points, queries = random_points(extents)
        model = NearestNeighbors(n_neighbors=extents["nearest"], algorithm="brute").fit(points)
        return lambda: model.kneighbors(queries)

    return f"scikit-learn {sklearn.__version__}", prepare


def numpy_peer(threads):
    import numpy
    import threadpoolctl

    threadpoolctl.threadpool_limits(threads)

    def prepare(extents):
        points, queries = random_points(extents)
        squares = (points * points).sum(1)
        nearest = extents["nearest"]

        def run():
            # The query's own square changes no order.
            scores = squares - 2 * (queries @ points.T)
            found = numpy.argpartition(scores, nearest, axis=1)[:, :nearest]
            order = numpy.argsort(numpy.take_along_axis(scores, found, 1), 1)
            return numpy.take_along_axis(found, order, 1)

        return run

    return f"numpy {numpy.__version__}", prepare


class Search(Subject):
    """The ten nearest of 100,000 points of 512 dimensions, for one query and for a hundred."""

    unit = "queries/s"
    peers = {
        "faiss_blas": faiss_peer(has_low_threshold=True),
        "faiss": faiss_peer(has_low_threshold=False),
        "scikit_learn": sklearn_peer,
        "numpy": numpy_peer,
    }

    def problems(self, batch):
        points, dimensions, nearest = 100_000, 512, 10
        return [
            Problem(
                key=(queries, points, dimensions, nearest), label=f"queries={queries}",
                extents=dict(queries=queries, points=points, dimensions=dimensions,
                             nearest=nearest),
                filters=("search", f"queries={queries} points={points}"), items=queries)
            for queries in (1, 100)
        ]

    def key_of_row(self, row):
        match = re.match(r"queries=(\d+) points=(\d+) d=(\d+) nearest=(\d+)", row["problem"])
        return tuple(map(int, match.groups())) if row["name"] == "search" and match else None

    def rate(self, problem, seconds):
        return problem.items / seconds
