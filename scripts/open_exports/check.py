"""Compares what other programs found in our exports with the JSON Lines of the same state.

`check.py DIRECTORY`: `glossary.jsonl`, `glossary.csv`, the directory `glossary.stardict`, and in `opened` the sheet that
LibreOffice made of the workbook. Ends with status 1 at the first thing that is not as it should be.
"""

import csv
import json
import pathlib
import subprocess
import sys

SAMPLES = 20
# Words that are no headword of any glossary, and that a binary search would have to pass over.
ABSENT = ["不在词库中的词", "ཡོད་མ་རེད་ཀྱི་ཚིག", "zzz", "!"]
# Before these our reading takes an apostrophe off, as it was put there.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def main(directory: pathlib.Path) -> None:
    concepts = [json.loads(line) for line in (directory / "glossary.jsonl").read_text("utf-8").splitlines()[1:]]
    check_dictionary(concepts, directory / "glossary.stardict")
    check_workbook(directory)


def check_dictionary(concepts: list, folder: pathlib.Path) -> None:
    for lang in ("zh", "bo"):
        with_name = [(concept, name) for concept in concepts if (name := headword(concept, lang))]
        # Spread over the whole, the first and the last among them.
        step = (len(with_name) - 1) / (SAMPLES - 1)
        sample = [with_name[round(n * step)] for n in range(SAMPLES)]
        for concept, name in sample:
            # As it stands there, and in Tibetan also with its tsheg.
            for word in [name] if lang == "zh" else [name, name + "\u0f0b"]:
                articles = look_up(folder, word)
                expect(any(concept["id"] in article for article in articles), f"{word}: {articles}")
        print(f"sdcv: {len(sample)} of {len(with_name)} headwords in {lang} found, such as {sample[0][1]}")
    for word in ABSENT:
        expect(look_up(folder, word) == [], f"{word} was found")


def headword(concept: dict, lang: str):
    """The best written form of a language, as the dictionary has it; none if that is too long for a headword."""
    ranks = {
        "register": ["norm", "older"],
        "administrative_status": ["preferred", "admitted", "deprecated", "superseded"],
    }
    terms = [t for t in concept["terms"] if t["lang"] == lang and t["register"] in ranks["register"]]
    terms = [t for t in terms if len(t["text"].encode()) <= 255]
    best = min(
        terms,
        key=lambda t: (*(words.index(t[member]) for member, words in ranks.items()), -(t["reliability"] or 0)),
        default=None,
    )
    return best and best["text"]


def look_up(folder: pathlib.Path, word: str) -> list:
    command = ["sdcv", "--non-interactive", "--only-data-dir", "--exact-search", "--json-output"]
    command += ["--utf8-output", "--utf8-input", "--data-dir", str(folder), word]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [found["definition"] for found in json.loads(answer or "[]")]


def check_workbook(directory: pathlib.Path) -> None:
    ours = rows(directory / "glossary.csv")
    theirs = rows(directory / "opened" / "glossary.csv")
    expect(len(ours) == len(theirs), f"{len(ours)} rows were written, {len(theirs)} were read")
    tibetan = 0
    for n, (written, read) in enumerate(zip(ours, theirs, strict=True), start=1):
        written = [cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell for cell in written]
        expect(written == read, f"row {n}: {written} was written, {read} was read")
        tibetan += sum(any("\u0f00" <= c <= "\u0fff" for c in cell) for cell in read)
    print(f"LibreOffice: {len(theirs)} rows of the workbook equal, {tibetan} cells of Tibetan among them")


def rows(path: pathlib.Path) -> list:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"open_exports: {otherwise}")


main(pathlib.Path(sys.argv[1]))
