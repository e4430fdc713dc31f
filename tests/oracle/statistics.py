"""The statistics of CSV files by pandas. In: a list of {path, schema, dialect}; out: column -> figures for each."""

import json
import sys

import pandas as pd

RANKS = {"p1": 0.01, "p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95, "p99": 0.99}


def table(path, dialect, names):
    return pd.read_csv(
        path,
        sep=dialect["delimiter"],
        quotechar=dialect["quote"] or '"',
        quoting=0 if dialect["quote"] else 3,
        doublequote=True,
        encoding={"utf-8": "utf-8-sig", "utf-16le": "utf-16"}.get(dialect["encoding"], dialect["encoding"]),
        skiprows=dialect["skipped_lines"] + (1 if dialect["header"] else 0),
        header=None,
        names=names,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
    )


def number_figures(texts):
    numbers = pd.to_numeric(texts.str.strip(), errors="coerce").astype(float)
    numbers = numbers[numbers.abs() != float("inf")].dropna()
    figures = {
        "count": len(numbers),
        "min": numbers.min(),
        "max": numbers.max(),
        "avg": numbers.mean(),
        "sum": numbers.sum(),
        "variance": numbers.var(),
        "stddev": numbers.std(),
        "skewness": numbers.skew(),
        "kurtosis": numbers.kurt(),
        "zeros": int((numbers == 0).sum()),
        "negatives": int((numbers < 0).sum()),
    }
    figures.update({name: numbers.quantile(rank) for name, rank in RANKS.items()})
    return {name: None if pd.isna(value) else float(value) for name, value in figures.items()}


def figures(texts, kind):
    stripped = texts.str.strip()
    found = {"empty": int((stripped == "").sum()), "distinct": int(stripped[stripped != ""].nunique())}
    if kind in ("int", "float"):
        found["numbers"] = number_figures(texts)
    else:
        lengths = stripped[stripped != ""].str.len()
        found["length_max"] = None if lengths.empty else int(lengths.max())
    return found


def profile(file):
    frame = table(file["path"], file["dialect"], list(file["schema"]))
    duplicates = int(frame.apply(lambda column: column.str.strip()).duplicated().sum())
    columns = {name: figures(frame[name], kind) for name, kind in file["schema"].items()}
    return {"rows": len(frame), "duplicates": duplicates, "columns": columns}


json.dump([profile(file) for file in json.load(sys.stdin)], sys.stdout)
