"""Parses a C# file and prints, as JSON, what does not parse.

Runs in the environment of requirements/tree-sitter-c-sharp.txt.
"""

import json
import sys

import tree_sitter
import tree_sitter_c_sharp

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


with open(sys.argv[1], "rb") as file:
    root = PARSER.parse(file.read()).root_node

json.dump(
    [
        {"line": node.start_point[0] + 1, "text": node.text.decode()[:80]}
        for node in walk(root)
        if node.is_error or node.is_missing
    ],
    sys.stdout,
)
