"""`python -m tests.conformance`: which recorded facts are checked, by area, and why others are not."""

from tests.conformance.ledger import reasons, table

if __name__ == "__main__":
    print(table(), "", "Not checked, because:", "", reasons(), sep="\n")
