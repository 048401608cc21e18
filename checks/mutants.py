"""Runs the mutants that cargo-mutants names against the tests, all of them from one build.

    checks/mutants.py WORK [--file PREFIX]... [--cases N] [--jobs N] [--only NAMES] [--budget SECONDS] [--keep]

Takes the list from `cargo mutants --list` (so `.cargo/mutants.toml` applies), copies the library to WORK/tree, puts all
mutants into that copy (checks/mutants, a program), and builds its tests once. Then each test runs alone, once without a
mutant and once to note which mutants it comes by; and each mutant meets the tests that come by it, the quickest
first, until one of them fails. WORK/outcome.json says of each mutant what became of it:

    caught   a test fails           timeout   a test does not end       missed     no test notices
    unbuilt  does not compile among the others: look at it alone        unreached  no test comes by, or only while
                                                                                   constants are evaluated
"""

import argparse
import concurrent.futures
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def listed(prefixes):
    text = subprocess.run(
        ["cargo", "mutants", "--list", "--json", "-p", "backup-window"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    mutants = [m for m in json.loads(text) if not prefixes or m["file"].startswith(tuple(prefixes))]
    for number, mutant in enumerate(mutants, 1):
        mutant["id"] = number
        del mutant["diff"]
    return mutants


class Build:
    """The woven copy, and the programs of its tests."""

    def __init__(self, work):
        self.work, self.tree = work, os.path.join(work, "tree")
        self.env = {
            **os.environ,
            "CARGO_TARGET_DIR": os.path.join(work, "target"),
            "RUSTC_BOOTSTRAP": "1",
            "CARGO_INCREMENTAL": "1",
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
        }

    def copy(self):
        os.makedirs(self.tree, exist_ok=True)
        for name in ("src", "tests", "docs", "Cargo.lock", *(n for n in os.listdir(ROOT) if n.endswith(".md"))):
            there, here = os.path.join(self.tree, name), os.path.join(ROOT, name)
            if os.path.isdir(here):
                sync(here, there)
            elif os.path.exists(here):
                shutil.copyfile(here, there)
        manifest = open(os.path.join(ROOT, "Cargo.toml")).read()
        manifest = re.sub(r"(?m)^members = .*$", "members = []", manifest)
        manifest = re.sub(r"(?m)^default-members = .*\n", "", manifest)
        manifest = manifest.replace("[lints]\nworkspace = true\n", "")
        open(os.path.join(self.tree, "Cargo.toml"), "w").write(manifest)

    def weave(self, mutants, without):
        shutil.rmtree(os.path.join(self.tree, "src"), ignore_errors=True)
        shutil.copytree(os.path.join(ROOT, "src"), os.path.join(self.tree, "src"))
        path = os.path.join(self.work, "list.json")
        json.dump([m for m in mutants if m["id"] not in without], open(path, "w"))
        program = subprocess.run(
            ["cargo", "run", "-q", "--manifest-path", os.path.join(HERE, "mutants/Cargo.toml"), "--", path, self.tree],
            env={**os.environ, "CARGO_TARGET_DIR": os.path.join(self.work, "weave")}, check=True, capture_output=True, text=True,
        )
        return set(json.loads(program.stdout))

    def errors(self, mutants, without):
        """Compiles the library: the mutants that do not."""
        run = subprocess.run(
            ["cargo", "check", "--lib", "--all-features", "--message-format=json", "-p", "backup-window"],
            cwd=self.tree, env=self.env, capture_output=True, text=True,
        )
        found, unknown = set(), []
        texts = {}
        for line in run.stdout.splitlines():
            message = json.loads(line)
            if message.get("reason") != "compiler-message" or message["message"]["level"] != "error":
                continue
            for span in message["message"]["spans"]:
                if not span["is_primary"]:
                    continue
                lines = texts.setdefault(span["file_name"], open(os.path.join(self.tree, span["file_name"])).read().splitlines())
                before = lines[max(0, span["line_start"] - 60) : span["line_start"] - 1] + [lines[span["line_start"] - 1][: span["column_end"] - 1]]
                ids = [int(i) for i in re.findall(r"mutants::on\((\d+)u32\)", "\n".join(before))]
                fresh = [i for i in ids if i not in without and i not in found]
                if ids and ids[-1] in fresh:
                    found.add(ids[-1])
                elif fresh and ids[-1] not in found:
                    found.add(fresh[-1])
                elif not ids:
                    unknown.append(message["message"]["rendered"])
        if run.returncode and not found:
            sys.exit("\n".join(unknown[:5]) or run.stderr)
        return found

    def tests(self):
        run = subprocess.run(
            ["cargo", "test", "--no-run", "--all-features", "--lib", "--tests", "--message-format=json", "-p", "backup-window"],
            cwd=self.tree, env=self.env, stdout=subprocess.PIPE, text=True,
        )
        if run.returncode:
            sys.exit("the tests of the woven copy do not build")
        programs = [json.loads(line) for line in run.stdout.splitlines()]
        programs = [p["executable"] for p in programs if p.get("executable") and p["profile"]["test"]]
        tests = []
        for program in programs:
            names = subprocess.run([program, "--list", "--format", "terse"], capture_output=True, text=True).stdout
            tests += [(program, line[: -len(": test")]) for line in names.splitlines() if line.endswith(": test")]
        return tests


def sync(here, there):
    """Copies what is different, so that cargo builds no more than that."""
    for folder, _, files in os.walk(here):
        into = os.path.join(there, os.path.relpath(folder, here))
        os.makedirs(into, exist_ok=True)
        for name in set(os.listdir(into)) - set(os.listdir(folder)):
            path = os.path.join(into, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        for name in files:
            a, b = os.path.join(folder, name), os.path.join(into, name)
            if not os.path.exists(b) or open(a, "rb").read() != open(b, "rb").read():
                shutil.copyfile(a, b)


class Runner:
    def __init__(self, tree, cases):
        self.tree = tree
        self.env = {
            **{k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TZ")},
            "CARGO_MANIFEST_DIR": tree,
            "PROPTEST_RNG_SEED": "168",
            "PROPTEST_MAX_SHRINK_ITERS": "0",
            "BACKUP_WINDOW_CASES": str(cases),
            "RUST_BACKTRACE": "0",
        }

    def run(self, test, limit=120.0, **env):
        program, name = test
        begin = time.monotonic()
        process = subprocess.Popen(
            [program, name, "--exact", "--quiet", "--test-threads=1"], cwd=self.tree, env={**self.env, **env},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)),
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = None
        return code, time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("work")
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--cases", default="0.05")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=6.0, help="seconds of tests for a mutant before the others have a turn")
    parser.add_argument("--keep", action="store_true", help="the woven copy is that of the last run; only tests changed")
    parser.add_argument("--only", help="a file of names: these mutants alone are run")
    options = parser.parse_args()
    work = os.path.abspath(options.work)
    os.makedirs(work, exist_ok=True)
    build = Build(work)
    kept = os.path.join(work, "woven.json")
    if options.keep:
        mutants, woven = json.load(open(kept))
        woven = set(woven)
        sync(os.path.join(ROOT, "tests"), os.path.join(build.tree, "tests"))
    else:
        mutants = listed(options.file)
        build.copy()
        without = set()
        while True:
            woven = build.weave(mutants, without)
            wrong = build.errors(mutants, without)
            print(f"{len(woven)} of {len(mutants)} mutants woven, {len(wrong)} do not compile", flush=True)
            if not wrong:
                break
            without |= wrong
        json.dump([mutants, sorted(woven)], open(kept, "w"))

    tests = build.tests()
    runner = Runner(build.tree, options.cases)
    print(f"{len(tests)} tests", flush=True)
    pool = concurrent.futures.ThreadPoolExecutor(options.jobs)
    times, reach = {}, defaultdict(list)
    notes = os.path.join(work, "reached")
    shutil.rmtree(notes, ignore_errors=True)
    os.makedirs(notes)

    def first(numbered):
        number, test = numbered
        code, took = runner.run(test)
        path = os.path.join(notes, str(number))
        if code == 0:
            runner.run(test, MUTANTS_REACHED=path)
        reached = {int(line) for line in open(path)} if os.path.exists(path) else set()
        return test, code, took, reached

    for test, code, took, reached in pool.map(first, enumerate(tests)):
        if code != 0:
            print(f"left out, fails without a mutant ({code}): {test[1]}", flush=True)
            continue
        times[test] = took
        for mutant in reached:
            reach[mutant].append(test)
    print(f"all tests once: {sum(times.values()):.0f} s; the slowest: " + ", ".join(f"{n} {times[p, n]:.1f} s" for p, n in sorted(times, key=times.get)[-6:]), flush=True)

    caught_by = defaultdict(Counter)

    def judge(mutant, budget):
        """What becomes of a mutant; `left` where the tests that come by it take longer than the budget."""
        if mutant["id"] not in woven:
            return mutant, "unbuilt", None
        caught = caught_by[mutant["file"]]
        # What catches its neighbours first, then the quick ones.
        meets = sorted(reach[mutant["id"]], key=lambda test: (times[test] > 1, -caught[test], times[test]))
        if not meets:
            return mutant, "unreached", None
        spent = 0.0
        for test in meets:
            spent += times[test]
            if budget is not None and spent > budget:
                return mutant, "left", None
            code, _ = runner.run(test, limit=5 + 5 * times[test], MUTANT=str(mutant["id"]))
            if code != 0:
                caught[test] += 1
                return mutant, "timeout" if code is None else "caught", test[1]
        return mutant, "missed", None

    only = set(open(options.only).read().splitlines()) if options.only else None
    chosen = [m for m in mutants if only is None or m["name"] in only]
    outcome, begin = {}, time.monotonic()
    for budget in (options.budget, None):
        rest = [m for m in chosen if outcome.get(m["name"], ("left",))[0] == "left"]
        for count, (mutant, what, by) in enumerate(pool.map(lambda m: judge(m, budget), rest), 1):
            outcome[mutant["name"]] = what, by
            if what in ("missed", "timeout"):
                print(f"{what}: {mutant['name']}", flush=True)
            if count % 100 == 0 or count == len(rest):
                print(f"{count} of {len(rest)}, {time.monotonic() - begin:.0f} s: {dict(Counter(w for w, _ in outcome.values()))}", flush=True)
                json.dump(outcome, open(os.path.join(work, "outcome.json"), "w"), indent=1)
    json.dump(outcome, open(os.path.join(work, "outcome.json"), "w"), indent=1)
    print(dict(Counter(what for what, _ in outcome.values())))


if __name__ == "__main__":
    main()
