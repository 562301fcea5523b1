"""Makes tests/reference/features-*.json: numbers the features folder has to agree with.

Run:      python tests/reference/features-fixtures.py
Versions: Python 3, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1 (written into every file).
The files are committed; tests read them and need no Python.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import sklearn
from scipy.stats import rankdata, spearmanr
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

HERE = pathlib.Path(__file__).parent


def plain(value):
    """Arrays as nested lists, NaN as null."""
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    if isinstance(value, np.integer):
        return int(value)
    return value


def write(name, content):
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__}
    path = HERE / f"features-{name}.json"
    path.write_text(json.dumps({"versions": versions, **plain(content)}) + "\n")
    print(path.name, path.stat().st_size, "bytes", file=sys.stderr)


def skewed(rng, rows):
    """Columns of awkward kinds: log-normal, zero-inflated, constant, tied, shifted, tiny, huge, and one with gaps."""
    gaps = rng.gamma(2, 10, rows).round(3)
    gaps[rng.random(rows) < 0.2] = np.nan
    columns = [
        rng.lognormal(3, 1, rows).round(4),
        np.where(rng.random(rows) < 0.8, 0, rng.gamma(2, 3, rows)).round(4),
        np.full(rows, 0.1),
        rng.integers(0, 4, rows).astype(float),
        1e6 + rng.normal(0, 1, rows).round(6),
        rng.normal(0, 1, rows).round(6) * 1e-9,
        rng.normal(0, 1, rows).round(6) * 1e9,
        gaps,
    ]
    return np.column_stack(columns)


def scalers(rng):
    x = skewed(rng, 120)
    write(
        "scalers",
        {
            "matrix": x,
            "standard": StandardScaler().fit_transform(x),
            "robust": RobustScaler().fit_transform(x),
            "minmax": MinMaxScaler().fit_transform(x),
        },
    )


def ranks(rng):
    a = rng.integers(0, 20, 60).astype(float)
    b = (a + rng.integers(0, 15, 60)).astype(float)
    c = rng.normal(0, 1, 60)
    x = np.column_stack([a, b, c])
    shares = [0, 0.005, 0.1, 0.25, 1 / 3, 0.5, 0.61, 0.68, 0.75, 0.83, 0.9, 0.97, 0.995, 1]
    correlated = np.column_stack([x, a + b + rng.normal(0, 1.5, 60).round(6)])
    write(
        "ranks",
        {
            "matrix": x,
            "midranks": np.column_stack([rankdata(column) for column in x.T]),
            "spearman": spearmanr(x).statistic,
            "shares": shares,
            "quantiles": [np.quantile(column, shares) for column in x.T],
            "collinear": correlated,
            "variance_inflation": np.diag(np.linalg.inv(np.corrcoef(correlated.T))),
        },
    )


def pca(rng):
    factors = rng.normal(0, 1, (150, 3))
    x = (factors @ rng.normal(0, 1, (3, 7)) + 0.3 * rng.normal(0, 1, (150, 7)) + 5).round(5)
    full = PCA().fit(x)
    kept = PCA(n_components=0.9, svd_solver="full").fit(x)
    write(
        "pca",
        {
            "matrix": x,
            "means": full.mean_,
            "components": full.components_,
            "variances": full.explained_variance_,
            "variance_shares": full.explained_variance_ratio_,
            "kept": kept.n_components_,
            "scores": kept.transform(x),
        },
    )


def isolation_forest(rng):
    dense = rng.normal(0, 1, (300, 4)) * [1, 5, 0.2, 100]
    second = rng.normal(4, 0.5, (80, 4)) * [1, 5, 0.2, 100]
    spread = rng.uniform(-8, 8, (20, 4)) * [1, 5, 0.2, 100]
    x = np.vstack([dense, second, spread]).round(5)
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(x)
    write("isolation-forest", {"matrix": x, "scores": -forest.score_samples(x)})


TRANSFORMS = {"log1p": np.log1p, "sqrt": np.sqrt, "log": np.log, "none": lambda x: x}


def preprocess(rng):
    """Steps fill, transform, impute, winsorise, scale, weight and project, written a second time with numpy."""
    rows = 150
    orders = rng.poisson(6, rows) + 2.0
    rate = rng.beta(1, 4, rows).round(4)
    intensity = rng.uniform(0.2, 1, rows).round(4)
    intensity[rng.random(rows) < 0.5] = np.nan
    lag = rng.gamma(3, 5, rows).round(2)
    lag[rng.random(rows) < 0.15] = np.nan
    ratio = rng.lognormal(0, 0.4, rows).round(4)
    ratio[rng.random(rows) < 0.2] = np.nan
    columns = {
        "sales_order_no_nunique": ("log1p", "volume", orders),
        "return_rate": ("sqrt", "return_behaviour", rate),
        "return_intensity": ("sqrt", "return_behaviour", intensity),
        "avg_days_to_return": ("log1p", "temporal", lag),
        "recent_vs_avg_ratio": ("log", "recency", ratio),
        "category_loyalty_score": ("none", "category", rng.uniform(0.1, 1, rows).round(4)),
        "monetary": ("log1p", "monetary", rng.lognormal(5, 1, rows).round(2)),
    }
    scaled, blocks = [], []
    for name, (transform, block, values) in columns.items():
        filled = np.nan_to_num(values, nan=0.0) if name == "return_intensity" else values
        known = TRANSFORMS[transform](filled[~np.isnan(filled)])
        median = np.median(known)
        low, high = np.quantile(known, [0.005, 0.995])
        clipped = np.clip(known, low, high)
        iqr = np.subtract(*np.quantile(clipped, [0.75, 0.25]))
        all_values = np.clip(np.where(np.isnan(filled), median, TRANSFORMS[transform](filled)), low, high)
        scaled.append((all_values - np.median(clipped)) / max(iqr / 1.349, clipped.std()))
        blocks.append(block)
    scaled = np.column_stack(scaled)
    variances = scaled.var(axis=0)
    weights = np.array([1 / np.sqrt(sum(v for v, b in zip(variances, blocks) if b == block)) for block in blocks])
    fitted = PCA(n_components=0.9, svd_solver="full").fit(scaled * weights)
    write(
        "preprocess",
        {
            "names": list(columns),
            "matrix": np.column_stack([values for _, _, values in columns.values()]),
            "scaled": scaled,
            "weights": weights,
            "scores": fitted.transform(scaled * weights),
        },
    )


scalers(np.random.default_rng(1))
ranks(np.random.default_rng(2))
pca(np.random.default_rng(3))
isolation_forest(np.random.default_rng(4))
preprocess(np.random.default_rng(5))
