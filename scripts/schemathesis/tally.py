"""Reads what hooks.py counted, prints it on one line, and fails if the run proved less than it says."""

import json
import sys

# More refusals by the rate limit than this would mean that little else was tried.
LIMITED_SHARE_MAX = 0.02


def main(path, cases_min):
    with open(path, encoding="utf-8") as file:
        tally = json.load(file)
    statuses = tally["statuses"]
    n_cases = sum(statuses.values())
    n_broken = sum(n for status, n in statuses.items() if status[0] == "5") - tally["not_yet_indexed"]
    n_limited = statuses.get("429", 0)
    print(
        f"api: {n_cases} cases over {len(tally['operations'])} operations, {n_broken} server errors, "
        f"statuses {dict(sorted(statuses.items()))}, callers {tally['callers']}, alphabets {tally['alphabets']}"
    )
    faults = []
    if n_cases < cases_min:
        faults.append(f"{n_cases} cases are fewer than {cases_min}")
    if n_broken:
        faults.append(f"{n_broken} server errors")
    if n_limited > LIMITED_SHARE_MAX * n_cases:
        faults.append(f"{n_limited} of {n_cases} cases met the rate limit only")
    faults += [f"no case held text of the alphabet {name}" for name, n in tally["alphabets"].items() if n == 0]
    for fault in faults:
        print(f"api: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
