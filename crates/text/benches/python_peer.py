"""Converts standard input from EWTS with pyewts and prints the seconds it took: an anchor of `figures.rs`."""

import sys
import time

import pyewts

converter = pyewts.pyewts()
text = sys.stdin.read()
converter.toUnicode("bkra shis")
start = time.perf_counter()
converter.toUnicode(text)
print(time.perf_counter() - start)
