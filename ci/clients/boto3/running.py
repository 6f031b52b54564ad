"""Tests that are functions: run one after the other, each told of in a line."""

import sys
import traceback


def run(tests):
    """Ends the process: with status 1 if a test failed."""
    failed = 0
    for test in tests:
        try:
            test()
            print("ok", test.__name__)
        except Exception:  # whatever a test raises is its failure
            failed += 1
            print("not ok", test.__name__)
            traceback.print_exc(file=sys.stdout)
    sys.exit(1 if failed else 0)
