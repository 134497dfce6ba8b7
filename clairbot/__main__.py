"""`python -m clairbot`: the command line.

Rule of this file: it starts the face and knows nothing else.
"""

import sys

from clairbot.faces.cli import main

if __name__ == "__main__":
    sys.exit(main())
