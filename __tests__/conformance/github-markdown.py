"""Renders a JSON list of Markdown texts with GitHub's own parser and prints the HTML of each, as JSON.

Runs in the environment of requirements/cmarkgfm.txt.
"""

import json
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

OPTIONS = Options.CMARK_OPT_UNSAFE  # HTML is left to GitHub's sanitizer, so that it shows here

with open(sys.argv[1], encoding="utf-8") as texts:
    json.dump(
        [cmarkgfm.github_flavored_markdown_to_html(text, OPTIONS) for text in json.load(texts)],
        sys.stdout,
    )
