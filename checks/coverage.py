"""Compares what llvm-cov measured with the exceptions that are allowed.

An exception is a line of coverage.allow: `FILE: TEXT # REASON`. It allows one line of FILE to be not reached, or not
with both outcomes of its conditions: the line with this text. An exception that allows nothing is an error, too.
"""

import json
import os
import sys
from collections import defaultdict


def add(file, counts, sides):
    """Adds what was measured of a file: {line: how often}, {place of a condition: [how often true, how often false]}."""
    # A segment says how often what begins there was run: [line, column, count, has count, begins region, is gap].
    for here, after in zip(file["segments"], file["segments"][1:]):
        (line, _, count, has_count, _, is_gap), (end_line, end_column) = here, after[:2]
        if has_count and not is_gap:
            last = end_line if end_column > 1 else end_line - 1
            for at in range(line, last + 1):
                counts[at] = max(counts.get(at, 0), count)
    # [line, column, end line, end column, taken, not taken, ...]; one entry for each generic instance.
    for *place, taken, not_taken in (branch[:6] for branch in file.get("branches", [])):
        sides[tuple(place)][0] += taken
        sides[tuple(place)][1] += not_taken


def unreached(measured):
    """The lines of the library that are not reached: {file: {line: what}}."""
    counts = defaultdict(dict)
    sides = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for test in measured:
        for file in json.load(open(test))["data"][0]["files"]:
            name = os.path.relpath(file["filename"])
            if name.startswith("src/"):
                add(file, counts[name], sides[name])
    files, totals = defaultdict(dict), defaultdict(int)
    for name in counts:
        text = open(name).read().splitlines()
        for at, count in counts[name].items():
            code = text[at - 1].strip()
            if code and not code.startswith("//"):
                totals["lines"] += 1
                # A part of a line that is not reached, such as one side of an `if` in it, is a branch of its own below.
                if count == 0:
                    files[name][at] = "not reached"
        totals["branches"] += 2 * len(sides[name])
        for (line, column, *_), (taken, not_taken) in sorted(sides[name].items()):
            missing = [side for side, count in (("true", taken), ("false", not_taken)) if count == 0]
            if missing and line not in files[name]:
                files[name][line] = f"column {column} is never {' nor '.join(missing)}"
            totals["missing"] += len(missing)
    return files, totals


def exceptions(allowed):
    """The exceptions: {(file, text): reason}."""
    found = {}
    for number, line in enumerate(open(allowed).read().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            place, reason = line.rsplit(" # ", 1)
            file, text = place.split(": ", 1)
        except ValueError:
            sys.exit(f"error: {allowed}:{number}: expected `FILE: TEXT # REASON`")
        found[file, text.strip()] = reason
    return found


def main(allowed, *measured):
    files, totals = unreached(measured)
    known, used, wrong = exceptions(allowed), set(), 0
    for name in sorted(files):
        text = open(name).read().splitlines()
        for line in sorted(files[name]):
            code = text[line - 1].strip()
            if (name, code) in known:
                used.add((name, code))
                continue
            print(f"{name}:{line}: {files[name][line]}: {code}")
            wrong += 1
    for name, code in sorted(set(known) - used):
        print(f"{allowed}: reached, or not there any more: {name}: {code}")
        wrong += 1
    lost = sum(what == "not reached" for lines in files.values() for what in lines.values())
    print(
        f"{totals['lines'] - lost} of {totals['lines']} lines, {totals['branches'] - totals['missing']} of "
        f"{totals['branches']} sides of branches, {len(used)} exceptions, {wrong} to look at"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
