"""The copy of the library that has the mutants in it, and the programs of its tests."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def listed():
    """All mutants, each with an `id`, and `what`: its name without the place, as edits elsewhere move that."""
    text = subprocess.run(
        ["cargo", "mutants", "--list", "--json", "-p", "backup-window"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    mutants = json.loads(text)
    for number, mutant in enumerate(mutants, 1):
        mutant["id"] = number
        mutant["what"] = mutant["name"].split(": ", 1)[1]
        del mutant["diff"]
    return mutants


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


class Build:
    def __init__(self, work):
        self.work, self.tree = work, os.path.join(work, "tree")
        self.source = os.path.join(work, "source")
        os.makedirs(os.path.join(self.source, "src"), exist_ok=True)
        self.env = {
            **os.environ,
            "CARGO_TARGET_DIR": os.path.join(work, "target"),
            "RUSTC_BOOTSTRAP": "1",
            "CARGO_INCREMENTAL": "1",
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
        }

    def copy(self):
        # As it is now: it may be edited while its mutants run.
        sync(os.path.join(ROOT, "src"), os.path.join(self.source, "src"))
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

    def copy_tests(self):
        sync(os.path.join(ROOT, "tests"), os.path.join(self.tree, "tests"))

    def weave(self, mutants, without):
        shutil.rmtree(os.path.join(self.tree, "src"), ignore_errors=True)
        shutil.copytree(os.path.join(self.source, "src"), os.path.join(self.tree, "src"))
        path = os.path.join(self.work, "list.json")
        json.dump([m for m in mutants if m["id"] not in without], open(path, "w"))
        program = subprocess.run(
            ["cargo", "run", "-q", "--manifest-path", os.path.join(HERE, "Cargo.toml"), "--", path, self.tree],
            env={**os.environ, "CARGO_TARGET_DIR": os.path.join(self.work, "weave")}, check=True, capture_output=True, text=True,
        )
        return set(json.loads(program.stdout))

    def wrong(self):
        """Compiles the library: of each error its message, file, line and column."""
        run = subprocess.run(
            ["cargo", "check", "--lib", "--all-features", "--message-format=json", "-p", "backup-window"],
            cwd=self.tree, env=self.env, capture_output=True, text=True,
        )
        for line in run.stdout.splitlines():
            message = json.loads(line)
            if message.get("reason") != "compiler-message" or message["message"]["level"] != "error":
                continue
            for span in message["message"]["spans"]:
                if span["is_primary"]:
                    yield message["message"], span
        if run.returncode and not run.stdout:
            sys.exit(run.stderr)

    def errors(self, without):
        """The woven mutants that do not compile, each with what the compiler says."""
        found, unknown, texts = {}, [], {}
        for message, span in self.wrong():
            name = span["file_name"]
            lines = texts.setdefault(name, open(os.path.join(self.tree, name)).read().splitlines())
            line, column = span["line_start"] - 1, span["column_end"] - 1
            before = "\n".join([*lines[max(0, line - 59) : line], lines[line][:column]])
            ids = [int(i) for i in re.findall(r"mutants::on\((\d+)u32\)", before)]
            if not ids and (message["code"] or {}).get("code") == "E0004":
                # An arm that is missing is one below: the last that may be left out.
                below = "\n".join(lines[line : line + 30])
                ids = [int(i) for i in re.findall(r"if !crate::mutants::on\((\d+)u32\) =>", below)][:1]
            fresh = [i for i in ids if i not in without and i not in found]
            if ids and ids[-1] in fresh:
                found[ids[-1]] = message["message"]
            elif fresh and ids[-1] not in found:
                found[fresh[-1]] = message["message"]
            elif not ids:
                unknown.append(message["rendered"])
        if unknown and not found:
            sys.exit("\n".join(unknown[:5]))
        return found

    def write(self, mutants):
        """Writes mutants into the copy, each as cargo-mutants would write it and nothing else: of each file the spans of
        the functions that they are in, with their numbers."""
        sync(os.path.join(self.source, "src"), os.path.join(self.tree, "src"))
        texts, places = {}, {}
        for mutant in sorted(mutants, key=lambda m: -m["span"]["start"]["line"]):
            name = mutant["file"]
            lines = texts.setdefault(name, open(os.path.join(self.source, name)).read().splitlines(keepends=True))
            (a, x), (b, y) = ((mutant["span"][end]["line"] - 1, mutant["span"][end]["column"] - 1) for end in ("start", "end"))
            # As many lines as before, so that all others stay where they are.
            text = lines[a][:x] + mutant["replacement"].replace("\n", " ") + lines[b][y:]
            lines[a : b + 1] = [text, *["\n"] * (b - a)]
            places.setdefault(name, []).append(((mutant.get("function") or mutant)["span"], mutant["id"]))
        for name, lines in texts.items():
            open(os.path.join(self.tree, name), "w").write("".join(lines))
        return places

    def lone(self, mutants):
        """Those of `mutants` that are no code, each with what the compiler says: as many of them at once as there are
        functions. A body is checked apart from all others."""
        places, found = self.write(mutants), {}
        for message, span in self.wrong():
            for function, number in places.get(span["file_name"], ()):
                if function["start"]["line"] <= span["line_start"] <= function["end"]["line"]:
                    found[number] = message["message"]
        return found

    def tests(self, names, quiet=False):
        """The tests of these programs, or of all, each with the path of its program; `None` where they do not build."""
        named = (["--lib"] if name == "backup_window" else ["--test", name] for name in names)
        which = [part for parts in named for part in parts] or ["--lib", "--tests"]
        run = subprocess.run(
            ["cargo", "test", "--no-run", "--all-features", *which, "--message-format=json", "-p", "backup-window"],
            cwd=self.tree, env=self.env, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL if quiet else None,
        )
        said = [json.loads(line) for line in run.stdout.splitlines()]
        if run.returncode:
            errors = [s["message"] for s in said if s["reason"] == "compiler-message" and s["message"]["level"] == "error"]
            if not any(error["spans"] for error in errors):
                sys.exit("not built, but not because of the code:\n" + "\n".join(error["rendered"] for error in errors))
            return None
        programs = [s["executable"] for s in said if s.get("executable") and s["profile"]["test"]]
        tests = []
        for program in programs:
            names = subprocess.run([program, "--list", "--format", "terse"], capture_output=True, text=True).stdout
            tests += [(program, line[: -len(": test")]) for line in names.splitlines() if line.endswith(": test")]
        return tests


class Runner:
    """Runs tests of one program. Times and limits are of the processor: another's work on the machine does not count."""

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

    def run(self, tests, limit=120.0, **env):
        """The code that the program ends with, None where it does not end, and the seconds it took."""
        program, names = tests
        limit = int(limit) + 1
        process = subprocess.Popen(
            ["prlimit", f"--cpu={limit}", f"--as={3 << 30}", program, *names, "--exact", "--quiet", "--test-threads=1"],
            cwd=self.tree, env={**self.env, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        # For one that waits instead of working.
        late = threading.Timer(60 + 20 * limit, process.kill)
        late.start()
        _, status, used = os.wait4(process.pid, 0)
        late.cancel()
        process.returncode = code = os.waitstatus_to_exitcode(status)
        took = used.ru_utime + used.ru_stime
        return (None if code == -9 or code == -24 else code), took
