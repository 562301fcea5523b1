"""Writes the reference results of the algorithm comparison's tests: tests/reference/clustering-compare-*.json.

Reads the points of clustering-iris.json, -wine.json, -blobs-kmeans.json, -blobs-dbscan.json and -moons.json.
Made with Python 3, numpy, SciPy and scikit-learn 1.9.1; the versions used are stored in every file.
Run from the repository root: python tests/reference/clustering-compare-fixtures.py
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import sklearn
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.datasets import make_moons
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

FOLDER = pathlib.Path(__file__).parent
VERSIONS = {
    "python": sys.version.split()[0],
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
}


def points_of(name):
    return np.array(json.loads((FOLDER / f"clustering-{name}.json").read_text())["points"])


def write(name, content):
    path = FOLDER / f"clustering-compare-{name}.json"
    path.write_text(json.dumps({"versions": VERSIONS, **content}, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size)


def hierarchical():
    cases = []
    for data, ks in [("iris", [2, 3, 6]), ("wine", [2, 3, 10]), ("blobs-kmeans", [2, 4, 9])]:
        points = points_of(data)
        for linkage in ["ward", "average", "complete"]:
            tree = AgglomerativeClustering(n_clusters=2, linkage=linkage, compute_distances=True).fit(points)
            cases.append({
                "data": data,
                "linkage": linkage,
                "heights": tree.distances_.tolist(),
                "labelsByK": {
                    k: AgglomerativeClustering(n_clusters=k, linkage=linkage).fit(points).labels_.tolist()
                    for k in ks
                },
            })
    write("hierarchical", {"cases": cases})


class StartedMixture(GaussianMixture):
    """A mixture that starts from a given partition, so that the steps that follow can be compared number by number."""

    def start_from(self, labels):
        self.start = labels
        return self

    def _initialize_parameters(self, X, random_state, xp=None):
        self._initialize(X, np.eye(self.n_components)[self.start])


def mixture():
    cases = []
    for data, k in [("iris", 1), ("iris", 2), ("iris", 3), ("wine", 3), ("blobs-kmeans", 4)]:
        points = points_of(data)
        start = KMeans(k, n_init=20, random_state=0).fit_predict(points)
        fit = StartedMixture(k, tol=1e-3, reg_covar=1e-6).start_from(start).fit(points)
        free = GaussianMixture(k, n_init=20, tol=1e-3, reg_covar=1e-6, random_state=0).fit(points)
        cases.append({
            "data": data,
            "k": k,
            "start": start.tolist(),
            "logLikelihood": fit.score(points),
            "iterations": fit.n_iter_,
            "labels": fit.predict(points).tolist(),
            "weights": fit.weights_.tolist(),
            "means": fit.means_.tolist(),
            "covariances": fit.covariances_.tolist(),
            "logLikelihoodOfOwnStarts": free.score(points),
            "labelsOfOwnStarts": free.predict(points).tolist(),
        })
    write("mixture", {"cases": cases})


def noisy_moons():
    generator = np.random.default_rng(7)
    moons, _ = make_moons(n_samples=400, noise=0.05, random_state=3)
    return np.vstack([moons, generator.uniform([-1.5, -1], [2.5, 1.5], size=(80, 2))]).round(6)


def renamed(labels):
    """Labels numbered by first occurrence, noise kept."""
    numbers = {-1: -1}
    return np.array([numbers.setdefault(label, len(numbers) - 1) for label in labels.tolist()])


def rows_that_depend_on_order(points, labels, **options):
    """Rows whose label changes when the same rows come in another order: they tie, and are given away arbitrarily."""
    rows = set()
    for seed in range(30):
        order = np.random.default_rng(seed).permutation(len(points))
        shuffled = np.empty(len(points), dtype=int)
        shuffled[order] = HDBSCAN(copy=True, **options).fit(points[order]).labels_
        rows |= set(np.flatnonzero(renamed(shuffled) != renamed(labels)).tolist())
    return sorted(rows)


def hdbscan():
    moons = noisy_moons()
    cases = []
    for data, min_cluster_size, min_samples in [
        ("iris", 5, 5),
        ("iris", 10, 10),
        ("iris", 15, 3),
        ("wine", 5, 5),
        ("blobs-dbscan", 15, 15),
        ("blobs-kmeans", 10, 5),
        ("moons", 20, 10),
        ("moons with noise", 10, 5),
        ("moons with noise", 25, 10),
    ]:
        points = moons if data == "moons with noise" else points_of(data)
        options = {"min_cluster_size": min_cluster_size, "min_samples": min_samples}
        labels = HDBSCAN(copy=True, **options).fit(points).labels_
        cases.append({
            "data": data,
            "minClusterSize": min_cluster_size,
            "minSamples": min_samples,
            "labels": labels.tolist(),
            "orderDependent": rows_that_depend_on_order(points, labels, **options),
        })
    write("hdbscan", {"moonsWithNoise": moons.tolist(), "cases": cases})


def whole_comparison():
    """What scikit-learn finds with every setting that a comparison of iris and wine tries."""
    data_sets = []
    for data in ["iris", "wine"]:
        # Iris in millimetres: whole numbers, whose equal distances are equal to the last bit, so that radii part them alike.
        points = np.round(10 * points_of(data)) if data == "iris" else points_of(data)
        n = len(points)
        grid = []
        for min_samples in [5, 10, 20]:
            neighbours = NearestNeighbors(n_neighbors=min_samples, algorithm="kd_tree").fit(points)
            curve = np.sort(neighbours.kneighbors(points)[0][:, -1])
            for share in [0.5, 0.75, 0.9, 0.97]:
                eps = float(curve[int(np.ceil(share * (n - 1)))])
                # The radius is the distance of two rows: scikit-learn compares squares and would lose those at it.
                fit = DBSCAN(eps=eps * (1 + 1e-12), min_samples=min_samples, algorithm="kd_tree").fit(points)
                grid.append({"eps": eps, "minSamples": min_samples, "labels": fit.labels_.tolist()})
        mixture_fit = GaussianMixture(3, n_init=20, tol=1e-3, reg_covar=1e-6, random_state=0).fit(points)
        hdbscan_options = {"min_cluster_size": 30, "min_samples": max(5, 2 * points.shape[1])}
        hdbscan_labels = HDBSCAN(copy=True, **hdbscan_options).fit(points).labels_
        data_sets.append({
            "data": data,
            "kmeans": KMeans(3, n_init=50, tol=0, random_state=0).fit_predict(points).tolist(),
            "dbscan": grid,
            "hierarchical": {
                linkage: AgglomerativeClustering(n_clusters=3, linkage=linkage).fit(points).labels_.tolist()
                for linkage in ["ward", "average", "complete"]
            },
            "mixture": mixture_fit.predict(points).tolist(),
            "mixtureLogLikelihood": mixture_fit.score(points),
            "hdbscan": {
                "minClusterSize": hdbscan_options["min_cluster_size"],
                "minSamples": hdbscan_options["min_samples"],
                "labels": hdbscan_labels.tolist(),
                "orderDependent": rows_that_depend_on_order(points, hdbscan_labels, **hdbscan_options),
            },
        })
    write("data-sets", {"dataSets": data_sets})


if __name__ == "__main__":
    hierarchical()
    mixture()
    hdbscan()
    whole_comparison()
