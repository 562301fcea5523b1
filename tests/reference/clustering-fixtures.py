"""Writes the reference results of the clustering tests: tests/reference/clustering-*.json.

Made with Python 3, numpy and scikit-learn 1.9.1; the versions used are stored in every file.
Run from the repository root: python tests/reference/clustering-fixtures.py
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import load_iris, load_wine, make_blobs, make_moons
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    normalized_mutual_info_score,
    silhouette_samples,
    silhouette_score,
)
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

FOLDER = pathlib.Path(__file__).parent
VERSIONS = {
    "python": sys.version.split()[0],
    "numpy": np.__version__,
    "scikit-learn": sklearn.__version__,
}


def write(name, content):
    path = FOLDER / f"clustering-{name}.json"
    path.write_text(json.dumps({"versions": VERSIONS, **content}, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size)


def indices(points, labels):
    return {
        "silhouette": silhouette_score(points, labels),
        "calinskiHarabasz": calinski_harabasz_score(points, labels),
        "daviesBouldin": davies_bouldin_score(points, labels),
    }


def dbscan(points, eps, min_samples, truth=None):
    # The kd-tree compares plain sums of squares; the default may use a matrix product, which rounds otherwise.
    fit = DBSCAN(eps=eps, min_samples=min_samples, algorithm="kd_tree").fit(points)
    result = {
        "eps": eps,
        "minSamples": min_samples,
        "labels": fit.labels_.tolist(),
        "coreCount": len(fit.core_sample_indices_),
    }
    if truth is not None:
        result["adjustedRandIndex"] = adjusted_rand_score(truth, fit.labels_)
        result["normalizedMutualInformation"] = normalized_mutual_info_score(truth, fit.labels_)
        if len(set(fit.labels_)) > 1:
            result["silhouette"] = silhouette_score(points, fit.labels_)
    return result


def kmeans(points, k, truth=None, **options):
    fit = KMeans(n_clusters=k, **{"n_init": 50, "tol": 0, "random_state": 0, **options}).fit(points)
    result = {"k": k, "inertia": fit.inertia_, "labels": fit.labels_.tolist(), **indices(points, fit.labels_)}
    if truth is not None:
        result["adjustedRandIndex"] = adjusted_rand_score(truth, fit.labels_)
        result["normalizedMutualInformation"] = normalized_mutual_info_score(truth, fit.labels_)
    return result


def blobs_for_dbscan():
    points, truth = make_blobs(
        n_samples=750, centers=[[1, 1], [-1, -1], [1, -1]], cluster_std=0.4, random_state=0
    )
    points = StandardScaler().fit_transform(points)
    write("blobs-dbscan", {
        "points": points.tolist(),
        "truth": truth.tolist(),
        "dbscan": [dbscan(points, 0.3, 10, truth), dbscan(points, 0.1, 5, truth), dbscan(points, 0.2, 1, truth)],
    })


def blobs_for_kmeans():
    points, truth = make_blobs(
        n_samples=500, n_features=2, centers=4, cluster_std=1, center_box=(-10.0, 10.0), shuffle=True, random_state=1
    )
    write("blobs-kmeans", {
        "points": points.tolist(),
        "truth": truth.tolist(),
        # K = 5 and 6 have many optima of nearly equal inertia; the widely quoted figures belong to this seed.
        "kmeans": [kmeans(points, k, truth, n_init=10, tol=1e-4, random_state=10) for k in range(2, 7)],
    })


def iris():
    points, truth = load_iris(return_X_y=True)
    write("iris", {
        "points": points.tolist(),
        "truth": truth.tolist(),
        "kmeans": [kmeans(points, k, truth) for k in range(2, 7)],
        "dbscan": [dbscan(points, 0.5, 5, truth), dbscan(points, 0.4, 5, truth)],
    })


def wine():
    points, truth = load_wine(return_X_y=True)
    points = StandardScaler().fit_transform(points)
    write("wine", {
        "points": points.tolist(),
        "truth": truth.tolist(),
        "kmeans": [kmeans(points, 3, truth)],
    })


def moons():
    points, truth = make_moons(n_samples=1000, noise=0.05, random_state=0)
    write("moons", {
        "points": points.tolist(),
        "truth": truth.tolist(),
        "dbscan": [dbscan(points, 0.2, 5, truth)],
    })


def random_cases():
    """Random partitions and radii, with ties and duplicates (values on a grid of eighths are exact in binary)."""
    generator = np.random.default_rng(20240613)
    cases = []
    for rows, columns, on_grid in [(60, 1, True), (120, 2, True), (150, 3, False), (150, 9, False), (200, 12, False)]:
        points = generator.normal(size=(rows, columns))
        if on_grid:
            points = np.round(points * 4) / 4
        labels = generator.integers(0, 4, size=rows)
        others = np.where(generator.random(rows) < 0.7, labels, generator.integers(0, 6, size=rows))
        nearest = NearestNeighbors(n_neighbors=5, algorithm="kd_tree").fit(points).kneighbors(points)[0]
        radii = [0.25, 0.5] if on_grid else np.quantile(nearest[:, 4], [0.3, 0.7]).round(3).tolist()
        cases.append({
            "points": points.tolist(),
            "labels": labels.tolist(),
            "others": others.tolist(),
            "silhouettes": silhouette_samples(points, labels).tolist(),
            **indices(points, labels),
            "adjustedRandIndex": adjusted_rand_score(labels, others),
            "normalizedMutualInformation": normalized_mutual_info_score(labels, others),
            "fifthDistances": nearest[:, 4].tolist(),
            "dbscan": [dbscan(points, radius, 5) for radius in radii],
        })
    write("random", {"cases": cases})


def agreement():
    """Edge cases of the agreement indices."""
    pairs = [
        ([], []), ([0], [0]), ([0, 0], [0, 1]), ([0, 0, 0], [1, 1, 1]), ([0, 1, 2], [2, 1, 0]),
        ([0, 0, 1, 1], [0, 0, 1, 2]), ([0, 0, 1, 1], [0, 1, 0, 1]), ([0, 0, 0, 0], [0, 1, 2, 3]),
        ([-1, -1, 0, 0, 1, 1], [5, 5, 5, 3, 3, -1]), ([0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 3]),
    ]
    write("agreement", {
        "pairs": [
            {
                "a": a,
                "b": b,
                "adjustedRandIndex": adjusted_rand_score(a, b),
                "normalizedMutualInformation": normalized_mutual_info_score(a, b),
            }
            for a, b in pairs
        ]
    })


if __name__ == "__main__":
    blobs_for_dbscan()
    blobs_for_kmeans()
    iris()
    wine()
    moons()
    random_cases()
    agreement()
