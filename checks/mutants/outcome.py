"""What became of the mutants: kept from run to run in one file, and the list of those that are equivalent."""

import hashlib
import json
import os
from collections import Counter, defaultdict

from woven import HERE, ROOT

WORDS = ("caught", "timeout", "equivalent", "unviable", "unbuilt", "unreached", "left", "missed")


class Outcome:
    """For each source file, as it is now or was when it was woven, the outcome of its mutants by name. That of another text is forgotten."""

    def __init__(self, work, is_woven):
        self.path, self.source = os.path.join(work, "outcome.json"), os.path.join(work, "source")
        self.files = json.load(open(self.path)) if os.path.exists(self.path) else {}
        for name in list(self.files):
            if self.files[name]["text"] != digest(self.source if is_woven else ROOT, name):
                del self.files[name]

    def of(self, mutant):
        return self.files.get(mutant["file"], {"mutants": {}})["mutants"].get(mutant["name"])

    def put(self, mutant, what, why=None):
        file = self.files.setdefault(mutant["file"], {"text": digest(self.source, mutant["file"]), "mutants": {}})
        file["mutants"][mutant["name"]] = what, why

    def save(self):
        with open(self.path + ".new", "w") as file:
            json.dump(self.files, file, indent=1)
        os.replace(self.path + ".new", self.path)

    def table(self):
        """A line for each file, and the sums."""
        rows = [(name, Counter(what for what, _ in file["mutants"].values())) for name, file in sorted(self.files.items())]
        rows.append(("all", sum((counts for _, counts in rows), Counter())))
        shown = [word for word in WORDS if rows[-1][1][word]]
        width = max(len(name) for name, _ in rows)
        lines = [" " * width + "".join(f"{word:>12}" for word in shown)]
        lines += [f"{name:{width}}" + "".join(f"{counts[word] or '':>12}" for word in shown) for name, counts in rows]
        return "\n".join(lines)


def digest(root, name):
    path = os.path.join(root, name)
    return hashlib.sha256(open(path, "rb").read()).hexdigest()[:16] if os.path.exists(path) else None


def equivalent(mutants, source):
    """The mutants that `equivalent.txt` has a reason for, by name.

    Its entries are known by file, by what changes and by the text of the line on which it does, not by its number:

        src/window/bits.rs: replace < with <= in Bits::next
            line: while at < end {
            one more round finds nothing
    """
    wanted, entry = defaultdict(list), None
    for text in open(os.path.join(HERE, "equivalent.txt")).read().splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        if not text.startswith(" "):
            entry = {"line": None, "reason": "", "used": False, "name": text}
            wanted[tuple(text.split(": ", 1))].append(entry)
        elif text.strip().startswith("line: "):
            entry["line"] = text.strip()[len("line: ") :]
        else:
            entry["reason"] = f"{entry['reason']} {text.strip()}".strip()
    known, texts = {}, {}
    for mutant in mutants:
        for entry in wanted[mutant["file"], mutant["what"]]:
            lines = texts.setdefault(mutant["file"], open(os.path.join(source, mutant["file"])).read().splitlines())
            if entry["line"] in (None, lines[mutant["span"]["start"]["line"] - 1].strip()):
                known[mutant["name"]] = entry["reason"]
                entry["used"] = True
    stale = [entry["name"] for entries in wanted.values() for entry in entries if not entry["used"]]
    return known, stale
