"""Runs the mutants that cargo-mutants names against the tests, all of them from one build.

    checks/mutants.py WORK [--file PREFIX]... [--cases N] [--jobs N] [--budget SECONDS] [--again]
    checks/mutants.py WORK --keep [--test NAME]... [--only NAMES]
    checks/mutants.py WORK --alone
    checks/mutants.py WORK --plain [--file PREFIX]... [--only NAMES] [--test NAME]...
    checks/mutants.py WORK --table

Takes the list from `cargo mutants --list` (so `.cargo/mutants.toml` applies), copies the library to WORK/tree, puts all
mutants into that copy (checks/mutants, a program), and builds its tests once. Then each test runs alone, once without a
mutant and once to note which mutants it comes by; and each mutant meets the tests that come by it, the quickest
first, until one of them fails. WORK/outcome.json says of each mutant what became of it:

    caught      a test fails
    timeout     a test takes five times as long as without it, and a second
    equivalent  no test notices, and checks/mutants/equivalent.txt says why none can
    unviable    does not compile, written alone either: what cargo-mutants calls by that name
    unbuilt     does not compile among the others, but alone: run by --plain
    unreached   no test comes by, or only while constants are evaluated: run by --plain
    left        the tests that come by take longer than the budget
    missed      no test notices

With --plain, each mutant that is unbuilt or unreached is written alone and built with the programs that catch most
mutants of its file, of those that --test names, a few at a time, until one of them fails. What --only names is run
unless it has been caught, and with the other programs, too. That is a build for each of them, so WORK is best another
one than that of the woven copy, with its outcome.json in it.

Outcomes add up from run to run: what a mutant was found to be holds until its source file changes, and those that were
not caught are tried again each time.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import sys
import time
from collections import Counter, defaultdict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "mutants"))

from outcome import Outcome, equivalent
from plain import Plain
from woven import Build, Runner, listed

CAUGHT = ("caught", "timeout", "unviable")


def weave(build, outcome, mutants):
    """Builds the copy; the numbers of the mutants in it. The others get their outcome."""
    build.copy()
    without = {m["id"] for m in mutants if (outcome.of(m) or "?")[0] in ("unbuilt", "unviable")}
    while True:
        woven = build.weave(mutants, without)
        wrong = build.errors(without)
        print(f"{len(woven)} of {len(mutants)} mutants woven, {len(wrong)} do not compile", flush=True)
        for mutant in mutants:
            if mutant["id"] in wrong or mutant["id"] not in woven | without:
                outcome.put(mutant, "unbuilt", wrong.get(mutant["id"]))
        outcome.save()
        if not wrong:
            return woven
        without |= set(wrong)


def alone(build, outcome, chosen):
    """Writes each mutant that is not built among the others alone: those that are no code get that outcome."""
    rest = [m for m in chosen if (outcome.of(m) or "?")[0] == "unbuilt"]
    while rest:
        turn, waiting, functions = [], [], set()
        for mutant in rest:
            mutant["function"] = mutant.get("function") or {"span": mutant["span"]}
            function = mutant["file"], mutant["function"]["span"]["start"]["line"]
            (waiting if function in functions else turn).append(mutant)
            functions.add(function)
        found = build.lone(turn)
        for mutant in turn:
            if mutant["id"] in found:
                outcome.put(mutant, "unviable", found[mutant["id"]])
        print(f"{len(turn)} written alone: {len(found)} unviable", flush=True)
        outcome.save()
        rest = waiting


def plain(build, outcome, chosen, runner, options):
    """Runs each mutant in a build of its own."""
    reasons, _ = equivalent(chosen, build.source)
    decider = Plain(build, outcome, runner, options.test, options.budget, bool(options.only))
    def is_wanted(mutant):
        known = (outcome.of(mutant) or "?")[0]
        return known not in CAUGHT if options.only else known in ("unbuilt", "unreached")

    for mutant in filter(is_wanted, chosen):
        begin = time.monotonic()
        what, why = decider.judge(mutant)
        if what == "missed" and mutant["name"] in reasons:
            what, why = "equivalent", reasons[mutant["name"]]
        outcome.put(mutant, what, why)
        outcome.save()
        print(f"{what} by {why}, {time.monotonic() - begin:.0f} s: {mutant['name']}", flush=True)


def meet(build, runner, pool, notes, names, budget):
    """Runs every test: the seconds that each takes, and the tests that come by each mutant. A program that is as it was
    is not run again."""
    os.makedirs(notes, exist_ok=True)

    def first(test):
        program, name = test
        code, took = runner.run((program, [name]), limit=budget)
        path = os.path.join(notes, str(time.monotonic_ns()))
        if code in (0, None):
            runner.run((program, [name]), limit=budget, MUTANTS_REACHED=path)
        reached = [int(line) for line in open(path)] if os.path.exists(path) else []
        if os.path.exists(path):
            os.remove(path)
        return [name, code, took, reached]

    programs = defaultdict(list)
    tests = build.tests(names)
    if tests is None:
        sys.exit("the tests of the woven copy do not build")
    for test in tests:
        programs[test[0]].append(test)
    def note(program):
        status = os.stat(program)
        return os.path.join(notes, f"{os.path.basename(program)}-{status.st_mtime_ns}-{status.st_size}.json")

    times, reach = {}, defaultdict(list)
    fresh = {program: [pool.submit(first, test) for test in tests] for program, tests in programs.items() if not os.path.exists(note(program))}
    for program in sorted(programs, key=lambda program: program in fresh):
        if program in fresh:
            json.dump([answer.result() for answer in fresh[program]], open(note(program), "w"))
        answers = json.load(open(note(program)))
        for name, code, took, reached in answers:
            if code is None:
                took = float("inf")
                print(f"takes more than the budget: {name}", flush=True)
            elif code != 0:
                print(f"left out, fails without a mutant ({code}): {name}", flush=True)
                continue
            times[program, name] = took
            for mutant in reached:
                reach[mutant].append((program, name))
    print(f"{sum(t < 1e6 for t in times.values())} of {len(times)} tests within the budget: {sum(t for t in times.values() if t < 1e6):.0f} s, {len(fresh)} programs anew", flush=True)
    return times, reach


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("work")
    parser.add_argument("--file", action="append", default=[])
    parser.add_argument("--cases", default="0.05")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=6.0, help="seconds of tests for a mutant")
    parser.add_argument("--again", action="store_true", help="also what was caught before")
    parser.add_argument("--keep", action="store_true", help="the woven copy is that of the last run; only tests changed")
    parser.add_argument("--test", action="append", default=[], help="these programs of tests alone: an outcome changes only where they notice")
    parser.add_argument("--only", help="a file of names: these mutants alone are run")
    parser.add_argument("--alone", action="store_true", help="looks at those not built among the others, and at nothing else")
    parser.add_argument("--plain", action="store_true", help="those that no woven build decides about, each in a build of its own")
    parser.add_argument("--table", action="store_true", help="what is known so far, and nothing else")
    options = parser.parse_args()
    work = os.path.abspath(options.work)
    os.makedirs(work, exist_ok=True)
    outcome = Outcome(work, options.keep or options.table)
    if options.table:
        print(outcome.table())
        return
    build, kept = Build(work), os.path.join(work, "woven.json")
    only = set(open(options.only).read().splitlines()) if options.only else None
    mutants = json.load(open(kept))[0] if options.keep else listed()
    chosen = [
        m for m in mutants if m["file"].startswith(tuple(options.file or [""])) and (only is None or m["name"] in only)
    ]
    if options.alone:
        build.copy()
        alone(build, outcome, chosen)
        print(outcome.table())
        return
    if options.plain:
        build.copy()
        plain(build, outcome, chosen, Runner(build.tree, options.cases), options)
        print(outcome.table())
        return
    if options.keep:
        woven = set(json.load(open(kept))[1])
        build.copy_tests()
    else:
        woven = weave(build, outcome, mutants)
        json.dump([mutants, sorted(woven)], open(kept, "w"))
    # Lines are those of the sources that were woven.
    reasons, stale = equivalent(mutants, build.source)

    pool = concurrent.futures.ThreadPoolExecutor(options.jobs)
    runner = Runner(build.tree, options.cases)
    times, reach = meet(build, runner, pool, os.path.join(work, f"reached-{options.cases}-{options.budget:g}"), options.test, options.budget)
    caught_by = defaultdict(Counter)

    def batches(mutant):
        """The tests that come by: what catches the neighbours one by one, then the others of a program at once."""
        caught = caught_by[mutant["file"]]
        meets = sorted(reach[mutant["id"]], key=lambda test: (-caught[test] / (times[test] + 0.01), times[test]))
        known = [test for test in meets[:4] if caught[test]]
        yield from ((program, [name]) for program, name in known)
        programs = defaultdict(list)
        for program, name in meets[len(known) :]:
            programs[program, times[program, name] > 0.3].append(name)
        took = {key: sum(times[key[0], name] for name in names) for key, names in programs.items()}
        for key in sorted(programs, key=lambda key: (key[1], took[key])):
            size = len(programs[key]) if not key[1] else 1
            for begin in range(0, len(programs[key]), size):
                yield key[0], programs[key][begin : begin + size]

    def judge(mutant):
        caught, reason = caught_by[mutant["file"]], reasons.get(mutant["name"])
        spent = 0.0
        for program, names in batches(mutant):
            took = sum(times[program, name] for name in names)
            spent += took
            if spent > options.budget:
                return mutant, "equivalent" if reason else "left", reason
            code, _ = runner.run((program, names), limit=1 + 5 * took, MUTANT=str(mutant["id"]))
            if code != 0:
                by = names[0] if len(names) == 1 else os.path.basename(program).rsplit("-", 1)[0]
                if len(names) == 1:
                    caught[program, names[0]] += 1
                else:
                    # Which of them it is pays where many mutants of the file are alike.
                    for name in names if code is not None and len(names) < 40 else []:
                        if runner.run((program, [name]), limit=1 + 5 * took, MUTANT=str(mutant["id"]))[0] != 0:
                            caught[program, name] += 1
                            break
                return mutant, "timeout" if code is None else "caught", by
        if reason:
            return mutant, "equivalent", reason
        return mutant, "missed" if reach[mutant["id"]] else "unreached", None

    begin = time.monotonic()
    rest = [m for m in chosen if m["id"] in woven and (options.again or (outcome.of(m) or "?")[0] not in CAUGHT)]
    rest.sort(key=lambda m: next((i for i, prefix in enumerate(options.file) if m["file"].startswith(prefix)), 0))
    for count, (mutant, what, why) in enumerate(pool.map(judge, rest), 1):
        if options.test and what not in (*CAUGHT, "equivalent") and (known := outcome.of(mutant)):
            what, why = known
        outcome.put(mutant, what, why)
        if what not in ("caught", "equivalent"):
            print(f"{what}: {mutant['name']}", flush=True)
        if what in CAUGHT and mutant["name"] in reasons:
            print(f"not equivalent, {what} by {why}: {mutant['name']}", flush=True)
        if count % 20 == 0:
            outcome.save()
        if count % 100 == 0:
            print(f"{count} of {len(rest)}, {time.monotonic() - begin:.0f} s", flush=True)
    outcome.save()
    print(outcome.table())
    for name in stale:
        print(f"equivalent.txt names no mutant: {name}")


if __name__ == "__main__":
    main()
