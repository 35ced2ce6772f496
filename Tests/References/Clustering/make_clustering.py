"""Makes clustering.json for ClusteringTests with scikit-learn and SciPy.

Needs numpy, scipy and scikit-learn. Run in this folder: python make_clustering.py
"""

import json

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.neighbors import NearestNeighbors

random = np.random.default_rng(7)


def single(array):
    """The nearest single-precision numbers, so that both sides begin with the same points."""
    return array.astype(np.float32).astype(np.float64)


def partitions(points, counts):
    """The lowest inertia that many restarts find, for each number of clusters."""
    return [
        {"clusterCount": k, "inertia": KMeans(k, n_init=5000, tol=0, random_state=0).fit(points).inertia_}
        for k in counts
    ]


def accuracy(assignments, labels):
    size = max(assignments.max(), labels.max()) + 1
    common = np.zeros((size, size), dtype=np.int64)
    for cluster, label in zip(assignments, labels):
        common[cluster, label] += 1
    rows, columns = linear_sum_assignment(common, maximize=True)
    return common[rows, columns].sum() / len(labels)


def precision(points, labels, k):
    found = NearestNeighbors(n_neighbors=k + 1).fit(points).kneighbors(points)[1]
    matches = [
        labels[[other for other in row if other != own][:k]] == labels[own]
        for own, row in enumerate(found)
    ]
    return float(np.mean(matches))


def precisions(points, labels):
    return [{"count": k, "precision": precision(points, labels, k)} for k in (1, 5, 20)]


centers = random.normal(size=(5, 6)) * 3
labels = random.integers(0, 5, size=90)
points = single(np.round(centers[labels] + random.normal(size=(90, 6)), 3))
noise = single(np.round(random.uniform(size=(70, 4)), 3))
noise_labels = np.floor(noise[:, 0] * 3).astype(int)

comparisons = []
for count, clusters, classes in [(60, 4, 4), (60, 7, 3), (60, 3, 7), (40, 1, 5), (40, 5, 1), (12, 1, 1)]:
    truth = random.integers(0, classes, size=count)
    found = np.where(random.uniform(size=count) < 0.6, truth % clusters, random.integers(0, clusters, size=count))
    comparisons.append((found, truth))
comparisons.append((np.arange(9), np.arange(9)[::-1].copy()))
comparisons.append((np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2])))

assignment_problems = []
for rows, columns in [(1, 1), (4, 4), (3, 6), (6, 3), (9, 9), (1, 5), (5, 1), (12, 7)]:
    costs = np.round(random.normal(size=(rows, columns)) * 10, 2)
    matched = linear_sum_assignment(costs)
    assignment_problems.append(
        {"rows": rows, "columns": columns, "costs": costs.ravel().tolist(), "cost": float(costs[matched].sum())}
    )

reference = {
    "blobs": {
        "dimension": 6,
        "points": points.ravel().tolist(),
        "labels": labels.tolist(),
        "partitions": partitions(points, [1, 2, 5, 6]),
        "precisions": precisions(points, labels),
    },
    "noise": {
        "dimension": 4,
        "points": noise.ravel().tolist(),
        "labels": noise_labels.tolist(),
        "partitions": partitions(noise, [3, 6]),
        "precisions": precisions(noise, noise_labels),
    },
    "comparisons": [
        {
            "assignments": found.tolist(),
            "labels": truth.tolist(),
            "accuracy": accuracy(found, truth),
            "normalizedMutualInformation": normalized_mutual_info_score(truth, found),
            "adjustedRandIndex": adjusted_rand_score(truth, found),
        }
        for found, truth in comparisons
    ],
    "assignmentProblems": assignment_problems,
}

with open("clustering.json", "w") as file:
    json.dump(reference, file)
    file.write("\n")
