"""Parses PowerShell files and prints, as JSON, what does not parse and which commands are called how.

Runs in the environment of requirements/tree-sitter-powershell.txt.
"""

import json
import sys

import tree_sitter
import tree_sitter_powershell

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def text(node):
    return node.text.decode()


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def line(node):
    return node.start_point[0] + 1


def command(node):
    name = next((text(child) for child in node.children if child.type == "command_name"), None)
    parameters, splats = [], []
    for child in node.children:
        for element in child.children if child.type == "command_elements" else []:
            if element.type == "command_parameter":
                parameters.append(text(element).lstrip("-").rstrip(":"))
            elif text(element).startswith("@") and text(element)[1:].isidentifier():
                splats.append(text(element)[1:])
    return {"name": name, "parameters": parameters, "splats": splats, "line": line(node)}


def hash_keys(node):
    """Keys of the hash literals of an expression that stand in no other one."""
    if node.type == "hash_literal_expression":
        entries = [entry for body in node.children for entry in body.children if entry.type == "hash_entry"]
        return [text(entry.children[0]).strip() for entry in entries]
    return [key for child in node.children for key in hash_keys(child)]


def table(node):
    """A hash literal, or a member of one, that is given to a variable."""
    left, *_, right = node.children
    variable, _, key = text(left).strip().lstrip("$").partition(".")
    keys = [key] if key else hash_keys(right)
    return {"variable": variable, "keys": keys}


def described(path):
    with open(path, "rb") as file:
        tree = PARSER.parse(file.read())
    nodes = list(walk(tree.root_node))
    return {
        "errors": [
            {"line": line(node), "text": text(node)[:80]} for node in nodes if node.is_error or node.is_missing
        ],
        "commands": [found for node in nodes if node.type == "command" and (found := command(node))["name"]],
        "functions": {
            text(next(child for child in node.children if child.type == "function_name")): [
                text(parameter).lstrip("$")
                for script in walk(node)
                if script.type == "script_parameter"
                for parameter in script.children
                if parameter.type == "variable"
            ]
            for node in nodes
            if node.type == "function_statement"
        },
        "tables": [table(node) for node in nodes if node.type == "assignment_expression"],
    }


json.dump({path: described(path) for path in sys.argv[1:]}, sys.stdout)
