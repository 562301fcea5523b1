"""scikit-learn and a hand-written NumPy silhouette as sides of the benchmark.

Speaks as bench/sides/serve.ts does (see Reply in bench/sides/request.ts): the request as JSON in the first argument,
"ready" once the data are loaded and the libraries warm, "seconds" after each line "run", "finished" at the end.
"""

import json
import resource
import sys
import time

import numpy
import sklearn
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import silhouette_samples
from sklearn.neighbors import NearestNeighbors

NONE = numpy.zeros(0)


def dbscan(work, variant, points, _):
    model = DBSCAN(eps=work["eps"], min_samples=work["minSamples"], algorithm=variant or "auto", n_jobs=-1)
    return model.fit(points).labels_, NONE


def k_distances(work, variant, points, _):
    model = NearestNeighbors(n_neighbors=work["k"], algorithm=variant or "auto", n_jobs=-1)
    distances, _ = model.fit(points).kneighbors(points)
    return NONE, distances[:, -1]


def k_scan(work, _variant, points, _):
    models = [
        KMeans(k, n_init=work["restarts"], tol=1e-4, max_iter=300, random_state=work["seed"]).fit(points)
        for k in work["ks"]
    ]
    return numpy.concatenate([m.labels_ for m in models]), numpy.array([m.inertia_ for m in models])


def silhouettes(_work, variant, points, labelings):
    jobs = int((variant or "n_jobs=-1").split("=")[1])
    return NONE, numpy.concatenate([silhouette_samples(points, labels, n_jobs=jobs) for labels in labelings])


def numpy_silhouettes(_work, _variant, points, labelings):
    """All labelings in one pass over blocks of float32 distances: one product with the indicators of all clusters."""
    n = len(points)
    centred = (points - points.mean(axis=0)).astype(numpy.float32)
    squares = (centred * centred).sum(axis=1)
    counts = [numpy.bincount(labels) for labels in labelings]
    starts = numpy.concatenate([[0], numpy.cumsum([len(c) for c in counts])])
    indicators = numpy.zeros((n, starts[-1]), numpy.float32)
    for labels, start in zip(labelings, starts):
        indicators[numpy.arange(n), start + labels] = 1
    values = numpy.empty((len(labelings), n))
    for begin in range(0, n, 1024):
        end = min(begin + 1024, n)
        block = centred[begin:end] @ centred.T
        block *= -2
        block += squares
        block += squares[begin:end, None]
        numpy.maximum(block, 0, out=block)
        numpy.sqrt(block, out=block)
        # What cancellation leaves of the distance of a row to itself.
        block[numpy.arange(end - begin), numpy.arange(begin, end)] = 0
        sums = (block @ indicators).astype(float)
        for l, labels in enumerate(labelings):
            values[l, begin:end] = from_sums(sums[:, starts[l] : starts[l + 1]], labels[begin:end], counts[l])
    return NONE, values.ravel()


def from_sums(sums, labels, counts):
    rows = numpy.arange(len(labels))
    own = counts[labels]
    within = sums[rows, labels] / numpy.maximum(own - 1, 1)
    means = sums / numpy.maximum(counts, 1)
    means[:, counts == 0] = numpy.inf
    means[rows, labels] = numpy.inf
    nearest = means.min(axis=1)
    larger = numpy.maximum(within, nearest)
    return numpy.where((own == 1) | (larger == 0), 0, (nearest - within) / numpy.where(larger == 0, 1, larger))


def peak_bytes():
    try:
        with open("/proc/self/status") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        # Kilobytes on Linux, bytes on macOS.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def say(reply):
    print(json.dumps(reply), flush=True)


def main():
    request = json.loads(sys.argv[1])
    work, matrix = request["work"], request["matrix"]
    rows, columns = matrix["rows"], matrix["columns"]
    points = numpy.fromfile(matrix["path"], count=rows * columns).reshape(rows, columns)
    labelings = []
    if work["task"] == "silhouettes":
        file = work["labelings"]
        flat = numpy.fromfile(file["path"], numpy.int32, file["count"] * file["length"])
        labelings = [labels[:rows].astype(int) for labels in flat.reshape(file["count"], file["length"])]
    tasks = {"dbscan": dbscan, "k-distances": k_distances, "k-scan": k_scan, "silhouettes": silhouettes}
    run = numpy_silhouettes if request["side"] == "NumPy" else tasks[work["task"]]
    few = request["warmUpRows"]
    run(work, request["variant"], points[:few], [labels[:few] for labels in labelings])
    say({"ready": f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}"})

    answer = None
    for line in sys.stdin:
        if line.strip() != "run":
            continue
        begin = time.perf_counter()
        answer = run(work, request["variant"], points, labelings)
        say({"seconds": time.perf_counter() - begin})
    peak = peak_bytes()
    if answer is None:
        return
    labels, values = answer
    labels.astype(numpy.int32).tofile(request["answerPrefix"] + ".labels")
    values.astype(float).tofile(request["answerPrefix"] + ".values")
    say({"finished": {"peakBytes": peak, "labels": len(labels), "values": len(values)}})


main()
