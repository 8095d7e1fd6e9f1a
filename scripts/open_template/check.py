"""Looks at a template that was filled.

`check.py same FORM FILLED`: every part of the archive but the sheets is the same to the byte, in the same order.
`check.py first TRAININGS.csv`: prints the id of the first training.
`check.py names ROSTER.csv SHEET.csv`: every name of the roster stands in the sheet that LibreOffice opened, in its order.
"""

import csv
import sys
import zipfile


def main(what: str, *paths: str) -> None:
    {"same": same, "first": first, "names": names}[what](*paths)


def same(form: str, filled: str) -> None:
    with zipfile.ZipFile(form) as before, zipfile.ZipFile(filled) as after:
        expect(before.namelist() == after.namelist(), "the parts are others")
        others = [part for part in before.namelist() if not part.startswith("xl/worksheets/sheet")]
        for part in others:
            expect(before.read(part) == after.read(part), f"{part} was changed")
    print(f"template: {len(others)} other parts are the same to the byte")


def first(path: str) -> None:
    print(next(row["培训班编号"] for row in rows(path)))


def names(roster: str, sheet: str) -> None:
    wanted = [f"{row['姓名']} {row.get('藏文姓名') or ''}" for row in rows(roster)]
    with open(sheet, encoding="utf-8-sig", newline="") as file:
        found = [row[1] for row in csv.reader(file) if len(row) > 1]
    shown = [name for name in found if name in set(wanted)]
    expect(shown == wanted, f"{len(wanted)} names were written, {len(shown)} of them were found")
    tibetan = sum(any("\u0f00" <= c <= "\u0fff" for c in name) for name in shown)
    expect(tibetan > 0, "no name is in Tibetan")
    print(f"LibreOffice: {len(shown)} names of the roster in their order, {tibetan} of them in both scripts")


def rows(path: str) -> list:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"open_template: {otherwise}")


main(*sys.argv[1:])
