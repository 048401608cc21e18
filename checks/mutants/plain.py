"""Mutants one by one, each in a build of its own: those that no woven build decides about."""

import itertools
import os
from collections import Counter, defaultdict

# How many programs are built at once: most mutants are caught by the first one.
SIZES = (1, 3, 4)


class Plain:
    def __init__(self, build, outcome, runner, names, budget, all_programs):
        """Builds and runs the tests without a mutant: `took` has the seconds of each that passes within the budget, by
        its program."""
        self.build, self.outcome, self.runner, self.all_programs = build, outcome, runner, all_programs
        self.took = defaultdict(dict)
        build.write([])
        for program, name in build.tests(names):
            code, took = runner.run((program, [name]), limit=budget)
            if code == 0:
                self.took[called(program)][name] = took

    def programs(self, mutant):
        """The programs that catch mutants of the same file, or of the same folder where none does, the best first; the
        others behind them where all are wanted, or none is known."""
        of, caught = defaultdict(set), Counter()
        for program, names in self.took.items():
            for name in [program, *names]:
                of[name].add(program)
        folder = os.path.dirname(mutant["file"])
        for there in (mutant["file"].__eq__, lambda file: os.path.dirname(file) == folder):
            for file, known in self.outcome.files.items():
                if there(file):
                    caught.update(p for what, by in known["mutants"].values() if what == "caught" for p in of[by])
            if caught:
                break
        best = [program for program, _ in caught.most_common()]
        others = [program for program in self.took if program not in best]
        return best + others if self.all_programs or not best else best

    def judge(self, mutant):
        """What becomes of a mutant, and by what."""
        self.build.write([mutant])
        programs, sizes = self.programs(mutant), itertools.chain(SIZES, itertools.repeat(SIZES[-1]))
        while programs:
            size = next(sizes)
            turn, programs = programs[:size], programs[size:]
            tests = self.build.tests(turn, quiet=True)
            if tests is None:
                return "unviable", None
            for path in dict.fromkeys(path for path, _ in tests):
                took = self.took[called(path)]
                code, _ = self.runner.run((path, list(took)), limit=1 + 5 * sum(took.values()))
                if code != 0:
                    return "timeout" if code is None else "caught", called(path)
        return "missed", None


def called(path):
    """The name of a program of tests."""
    return os.path.basename(path).rsplit("-", 1)[0]
