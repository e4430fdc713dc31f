"""The records of CSV files as Python's csv module reads them, strictly. In and out: JSON; in: a list of paths."""

import csv
import json
import sys

csv.field_size_limit(2**31 - 1)


def records(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


json.dump([records(path) for path in json.load(sys.stdin)], sys.stdout)
