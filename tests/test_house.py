"""The rules of the house, read from the files: no Odoo, no database, milliseconds."""

import ast
import doctest
import importlib
import importlib.util
import re
import sys
import types
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

ADDONS = Path(__file__).parents[1] / "addons"
NAMES = sorted(file.parent.name for file in ADDONS.glob("*/__manifest__.py"))
FOREIGN = ("helpdesk.", "fsm.", "rma.", "repair.")
DATA_FOLDERS = ("security", "data", "views", "report", "wizard")
README = ("DESCRIPTION", "CONFIGURE", "USAGE", "ROADMAP", "HISTORY")
LONGEST_FUNCTION = 50
LONGEST_FILE = 400
# Of one model in one add-on, with what the add-on's own mixins give it.
WIDEST_MODEL = 120
# Values that a check may not write, and verbs that do business.
WRITING = {"write", "create", "unlink", "sudo_write", "message_post", "activity_schedule", "activity_unlink"}


def manifest(addon):
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def python_files(addon, *, tests=False):
    files = (ADDONS / addon).rglob("*.py")
    return [file for file in files if ("tests" in file.parts) == tests]


def xml_files(addon):
    return [file for file in (ADDONS / addon).rglob("*.xml") if "static" not in file.parts]


def classes(file):
    return [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.ClassDef)]


def attribute(node, name):
    """The literal assigned to a class attribute, or ``None``."""
    for item in node.body:
        if isinstance(item, ast.Assign) and getattr(item.targets[0], "id", "") == name:
            return ast.literal_eval(item.value)
    return None


def depends(addon):
    """Our add-ons that this one names in its manifest."""
    return [name for name in manifest(addon)["depends"] if name in NAMES]


def below(addon):
    """Our add-ons on which this one stands."""
    found, queue = set(), depends(addon)
    while queue:
        name = queue.pop()
        found.add(name)
        queue += [other for other in depends(name) if other not in found]
    return found


def model_of(node):
    """The model that a class makes or extends, or ``None``."""
    inherited = attribute(node, "_inherit") or ()
    first = inherited if isinstance(inherited, str) else next(iter(inherited), None)
    return attribute(node, "_name") or first


def mixins_of(node):
    inherited = attribute(node, "_inherit") or ()
    return {inherited} if isinstance(inherited, str) else set(inherited)


def methods(node):
    return [item for item in node.body if isinstance(item, ast.FunctionDef)]


def model_classes(addon):
    """Every class of a model in an add-on, with its file."""
    return [
        (node, file)
        for file in python_files(addon)
        for node in classes(file)
        if model_of(node) and any(getattr(base, "value", None) is not None for base in node.bases)
    ]


def own_models(addon):
    """Name of each model that an add-on makes, with its class and file; not those that it gives a mixin to."""
    return {
        attribute(node, "_name"): (node, file)
        for file in python_files(addon)
        for node in classes(file)
        if attribute(node, "_name") and attribute(node, "_name") not in (attribute(node, "_inherit") or ())
    }


def has_base(node, name):
    return any(getattr(base, "attr", "") == name for base in node.bases)


every_addon = pytest.mark.parametrize("addon", NAMES)


def test_add_ons_stand_on_each_other_without_a_circle():
    assert len(NAMES) >= 8
    assert not [addon for addon in NAMES if addon in below(addon)]
    assert [addon for addon in NAMES if not depends(addon)] == ["raya_web_persian"]


@every_addon
def test_a_lower_floor_names_nothing_from_above(addon):
    """Neither an add-on nor a model of one on which it does not stand, not even in a domain or a comment."""
    strangers = [name for name in NAMES if name != addon and name not in below(addon)]
    models = [model for name in strangers for model in own_models(name)]
    words = [*strangers, *(rf"(?<![\w.]){re.escape(model)}(?!\w|\.\w)" for model in models)]
    if not words:
        return
    pattern = re.compile("|".join(words))
    files = [
        file for file in (ADDONS / addon).rglob("*") if file.suffix in {".py", ".xml", ".csv", ".js", ".md", ".scss"}
    ]
    named = {str(file.relative_to(ADDONS)): pattern.findall(file.read_text()) for file in files}
    assert not {name: found for name, found in named.items() if found}


@every_addon
def test_a_method_is_defined_once_per_model(addon):
    defined = {}
    for node, file in model_classes(addon):
        for method in methods(node):
            defined.setdefault((model_of(node), method.name), []).append(file.name)
    assert not {key: files for key, files in defined.items() if len(files) > 1}


@every_addon
def test_no_model_is_too_wide(addon):
    """A model of many methods is several concepts, however many files tell it."""
    own, mixed = {}, {}
    for node, _file in model_classes(addon):
        own.setdefault(model_of(node), set()).update(method.name for method in methods(node))
        mixed.setdefault(model_of(node), set()).update(mixins_of(node) - {model_of(node)})
    wide = {}
    for model, names in own.items():
        whole, queue = set(names), list(mixed[model])
        while queue:
            mixin = queue.pop()
            whole |= own.get(mixin, set())
            queue += mixed.get(mixin, ())
        if len(whole) > WIDEST_MODEL:
            wide[model] = len(whole)
    assert not wide


def is_constraint(method):
    return any(
        isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "constrains"
        for decorator in method.decorator_list
    )


def writes(method):
    """What a method does besides looking: assignments to fields, and calls that change something."""
    for node in ast.walk(method):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (ast.unparse(target) for target in targets if isinstance(target, ast.Attribute))
        elif (isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITING) or (
            isinstance(node, ast.Call) and getattr(node.func, "attr", "").startswith(("_sync", "_apply", "action_"))
        ):
            yield ast.unparse(node.func)


@every_addon
def test_constraints_refuse_and_never_act(addon):
    """Odoo runs them in alphabetical order: what must follow a change is called openly by who makes it."""
    constraints = [method for node, _file in model_classes(addon) for method in methods(node) if is_constraint(method)]
    assert not [method.name for method in constraints if not method.name.startswith("_check_")]
    assert not {method.name: found for method in constraints if (found := list(writes(method)))}


@every_addon
def test_manifest_is_ours(addon):
    facts = manifest(addon)
    assert facts["license"] == "LGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", facts["version"])
    assert facts["author"] == "Raya Service"


@every_addon
def test_every_data_file_is_loaded_once(addon):
    facts = manifest(addon)
    listed = facts.get("data", []) + facts.get("demo", [])
    present = [
        str(file.relative_to(ADDONS / addon))
        for folder in (*DATA_FOLDERS, "demo")
        for file in (ADDONS / addon / folder).glob("*")
        if file.suffix in {".xml", ".csv"}
    ]
    assert sorted(listed) == sorted(present)


@every_addon
def test_one_model_one_file_of_the_same_name(addon):
    wrong = {}
    for name, (_node, file) in own_models(addon).items():
        stem = name.replace(".", "_")
        if stem not in (file.stem, f"{file.stem}_line") and "report" not in file.parts:
            wrong[name] = file.name
    assert not wrong


@every_addon
def test_models_carry_our_name(addon):
    names = own_models(addon)
    assert all(name.startswith(("raya.", "report.raya_")) for name in names)
    assert not [name for name in names if name.startswith(FOREIGN)]


@every_addon
def test_every_model_has_an_access_line(addon):
    file = ADDONS / addon / "security/ir.model.access.csv"
    access = file.read_text() if file.exists() else ""
    naked = [
        name
        for name, (node, _file) in own_models(addon).items()
        if not has_base(node, "AbstractModel") and f"model_{name.replace('.', '_')}," not in access
    ]
    assert not naked


@every_addon
def test_functions_and_files_stay_small(addon):
    long_functions, long_files = [], []
    for file in python_files(addon):
        text = file.read_text()
        if len(text.splitlines()) > LONGEST_FILE:
            long_files.append(file.name)
        long_functions += [
            f"{file.name}:{node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
        ]
    assert not long_functions
    assert not long_files


@every_addon
def test_translated_texts_are_literals(addon):
    """An f-string inside ``env._`` would never be translated; a name may be a lazy text."""
    wrong = [
        f"{file.name}:{node.lineno}"
        for file in python_files(addon)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "_"
        and not (node.args and isinstance(node.args[0], ast.Constant | ast.Name))
    ]
    assert not wrong


@every_addon
def test_every_test_file_is_imported(addon):
    folder = ADDONS / addon / "tests"
    nodes = ast.parse((folder / "__init__.py").read_text()).body
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported == {file.stem for file in folder.glob("test_*.py")}


@every_addon
def test_views_are_extended_gently(addon):
    extended, replaced = [], []
    for file in xml_files(addon):
        tree = etree.parse(file)
        extended += [node.get("ref") for node in tree.xpath("//record/field[@name='inherit_id']")]
        replaced += [f"{file.name}:{node.sourceline}" for node in tree.xpath("//*[@position='replace']")]
    assert not replaced
    assert len(extended) == len(set(extended)), "a base view is extended at most once"


@every_addon
def test_demo_records_are_marked(addon):
    unmarked = [
        record.get("id")
        for file in (ADDONS / addon / "demo").glob("*.xml")
        for record in etree.parse(file).xpath("//record")
        if not record.get("id").endswith("_demo")
    ]
    assert not unmarked


@every_addon
def test_documents_are_there(addon):
    folder = ADDONS / addon
    needed = [f"readme/{name}.md" for name in README]
    needed += ["README.rst", "pyproject.toml", "static/description/icon.png", "static/description/index.html"]
    needed += ["i18n/fa.po", f"i18n/{addon}.pot"]
    assert not [name for name in needed if not (folder / name).exists()]


@every_addon
def test_history_names_the_version(addon):
    history = (ADDONS / addon / "readme/HISTORY.md").read_text()
    assert manifest(addon)["version"] in history


TOOLS = [
    (addon, file.stem)
    for addon in NAMES
    for file in sorted((ADDONS / addon / "tools").glob("[a-z]*.py"))
    # What works on records is tested with a database.
    if "__main__" not in file.read_text()
    and not re.search(r"^from odoo(?!\.addons\.raya_\w+\.tools )", file.read_text(), re.MULTILINE)
]


@pytest.mark.parametrize(("addon", "tool"), TOOLS)
def test_examples_of_the_tools_hold(addon, tool):
    """Tools are plain Python: they load without models, and show how they are used."""
    for name in NAMES:
        # The tools of an add-on below are found, its models are not loaded.
        package = sys.modules.setdefault(f"odoo.addons.{name}", types.ModuleType(f"odoo.addons.{name}"))
        package.__path__ = [str(ADDONS / name)]
    folder = ADDONS / addon / "tools"
    package = f"tools_of_{addon}"
    if package not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            package, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        sys.modules[package] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[package])
    result = doctest.testmod(importlib.import_module(f"{package}.{tool}"))
    assert result.attempted, "a tool without an example"
    assert not result.failed


def test_what_every_model_has_is_defined_once():
    """A name that we give all of Odoo's models is nobody else's: their own would be called in its place."""
    owners = defaultdict(set)
    for addon in NAMES:
        for file in sorted((ADDONS / addon).glob("models/*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef):
                    inherits = [
                        each.value
                        for each in node.body
                        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") == "_inherit"
                    ]
                    kind = "base" if any(getattr(each, "value", "") == "base" for each in inherits) else "other"
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef) and method.name.startswith("_raya_"):
                            owners[method.name].add(kind)
    assert any("base" in kinds for kinds in owners.values())
    assert not [name for name, kinds in owners.items() if kinds == {"base", "other"}]


def test_property_tests_are_not_left_out():
    """Without hypothesis they skip, as on a customer's server; here it is required."""
    assert importlib.util.find_spec("hypothesis"), "raya_cli/requirements/tools.txt names it"


def test_tests_import_without_hypothesis():
    """Only the kit of property tests asks for it, and does without where it is missing."""
    pattern = re.compile(r"^\s*(?:import|from) hypothesis\b", re.MULTILINE)
    asking = {str(file.relative_to(ADDONS)) for file in ADDONS.rglob("*.py") if pattern.search(file.read_text())}
    assert asking == {"raya_service_base/tests/properties.py"}


@every_addon
def test_test_files_stay_readable(addon):
    assert not [
        file.name for file in python_files(addon, tests=True) if len(file.read_text().splitlines()) > LONGEST_FILE
    ]
