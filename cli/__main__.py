"""`python -m cmc.cli`"""

from cmc.cli.main import entry

entry()
