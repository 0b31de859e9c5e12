"""Pane 1: what the project holds — APIs with their trees, functions, and what is not emulated."""

from pathlib import PurePath
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, Tree
from textual.widgets.tree import TreeNode

from lgtui import frames
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.tree_labels import TreeLabels
from lgtui.console.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.widgets.plain_text import harmless

Data = Target | frames.NotEmulated | str
"""What a node stands for: a target, something not emulated, or the key of a group."""

EMPTY = "Nothing is loaded yet.\n\nA project is a SAM or CloudFormation template.yaml, or its folder."


class ResourceTree(Tree[Data], inherit_bindings=False):
    """The tree itself, with vim's motions and without a key for folding that pauses the clock elsewhere."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "open", show=False),
        Binding("up,k", "cursor_up", show=False),
        Binding("down,j", "cursor_down", show=False),
        Binding("left,h", "fold", show=False),
        Binding("right,l", "unfold", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("region")
        self.show_root = False
        self.guide_depth = 2
        self.show_guides = False

    def action_fold(self) -> None:
        """Fold the node, or go to its parent where there is nothing to fold."""
        node = self.cursor_node
        if node is None:
            return
        if node.allow_expand and node.is_expanded:
            node.collapse()
        elif node.parent and not node.parent.is_root:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Unfold the node, or go to its first child."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_collapsed:
            node.expand()
        else:
            self.action_cursor_down()


class ResourcesPane(Pane):
    """Shows the tree, a broken project's one message above it, and a filter below it on `/`."""

    NUMBER = 1
    TITLE = "Resources"
    HELP = (
        "The project's APIs, resources and methods, and its functions.\n\n"
        "↑ ↓ move   ← → fold   enter opens a method or a function in the composer\n"
        "/ filters by path, method or function; esc ends the filter"
    )
    DEFAULT_CSS = """
    ResourcesPane {
        & > #problem {
            display: none; height: auto; padding: 0 1; color: $text-error; background: $error-muted;
            &.-shown { display: block; }
        }
        & > ResourceTree { background: transparent; padding: 0 0 0 1; scrollbar-size: 1 1; overflow-x: hidden; }
        & > #tree-filter { display: none; dock: bottom; &.-shown { display: block; } }
        & > #no-resources { display: none; }
        &.-empty > #no-resources { display: block; }
        &.-empty > ResourceTree { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", key_display="/", show=False, id="filter-resources"),
        Binding("escape", "end_filter", show=False),
    ]

    class Chosen(Message):
        """A method or function was opened: the composer's business."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, state: RegionState) -> None:
        super().__init__(id="resources", classes="-empty")
        self._state = state
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="problem", markup=False)
        yield ResourceTree()
        yield Static(EMPTY, id="no-resources", classes="empty", markup=False)
        yield Input(id="tree-filter", placeholder="filter: path, method or function", compact=True)

    @property
    def home(self) -> Widget:
        """The tree."""
        return self.query_one(ResourceTree)

    def refresh_view(self) -> None:
        """Draw what the state holds now; costs nothing where it is what was drawn."""
        state = self._state
        self._show_problem(state.project.problem)
        wanted = self.query_one("#tree-filter", Input).value.strip().lower()
        drawing = (state.apis, state.functions, state.project.not_emulated, wanted)
        if drawing == self._drawn:
            return
        self._drawn = drawing
        self.set_class(not (state.apis or state.functions or state.project.not_emulated), "-empty")
        self._rebuild(wanted)

    def mark(self, target: Target) -> None:
        """Put the cursor on a target, without opening it."""
        tree = self.query_one(ResourceTree)
        if node := next((node for node in _nodes(tree.root) if node.data == target), None):
            tree.move_cursor(node)

    @property
    def target(self) -> Target | None:
        """The method or function under the cursor."""
        node = self.query_one(ResourceTree).cursor_node
        return node.data if node and isinstance(node.data, MethodTarget | FunctionTarget) else None

    def _show_problem(self, problem: frames.Problem | None) -> None:
        banner = self.query_one("#problem", Static)
        banner.set_class(problem is not None, "-shown")
        if problem:
            file = _beside(problem.file, self._state.project.template)
            place = f"{file}:{problem.line}" if problem.line else file
            banner.update(
                Text(f"✗ {place}\n{harmless(problem.message)}" if place else f"✗ {harmless(problem.message)}")
            )

    def _rebuild(self, wanted: str) -> None:
        tree = self.query_one(ResourceTree)
        labels = TreeLabels(self.app.theme_variables)
        folded = {node.data for node in _nodes(tree.root) if node.allow_expand and node.is_collapsed}
        cursor = tree.cursor_node.data if tree.cursor_node else None
        tree.clear()
        for api in self._state.apis:
            self._add_api(tree, api, labels, wanted)
        self._add_functions(tree, labels, wanted)
        self._add_not_emulated(tree, labels, wanted)
        for node in _nodes(tree.root):
            if node.data in folded:
                node.collapse()
        found = next((node for node in _nodes(tree.root) if cursor is not None and node.data == cursor), None)
        if found:
            tree.call_after_refresh(tree.move_cursor, found)

    def _add_api(self, tree: ResourceTree, api: frames.ApiView, labels: TreeLabels, wanted: str) -> None:
        top = tree.root.add(labels.api(api), f"api {api.id}", expand=True)
        nodes: dict[str, TreeNode[Data]] = {}
        for resource in _wanted_resources(api, wanted):
            parent = nodes.get(resource.parent_id, top)
            nodes[resource.id] = node = parent.add(labels.resource(resource), f"{api.id} {resource.path}", expand=True)
            for method in resource.methods:
                target = MethodTarget(api.id, resource.path, method.http_method)
                node.add_leaf(labels.method(method), target)

    def _add_functions(self, tree: ResourceTree, labels: TreeLabels, wanted: str) -> None:
        functions = [function for function in self._state.functions if wanted in function.name.lower()]
        if not functions:
            return
        group = tree.root.add(labels.group("functions"), "functions", expand=True)
        for function in functions:
            group.add_leaf(labels.function(function), FunctionTarget(function.name))
            if function.notice:
                group.add_leaf(labels.notice(function.notice), f"notice {function.name}")

    def _add_not_emulated(self, tree: ResourceTree, labels: TreeLabels, wanted: str) -> None:
        things = [thing for thing in self._state.project.not_emulated if wanted in thing.what.lower()]
        if not things:
            return
        group = tree.root.add(labels.group(f"not emulated {len(things)}"), "not emulated", expand=True)
        for thing in things:
            group.add_leaf(labels.not_emulated(thing), thing)

    def action_filter(self) -> None:
        """Open the filter and type in it."""
        line = self.query_one("#tree-filter", Input)
        line.add_class("-shown")
        line.focus()

    def action_end_filter(self) -> None:
        """Show everything again."""
        line = self.query_one("#tree-filter", Input)
        line.value = ""
        line.remove_class("-shown")
        self.home.focus()

    @on(Input.Changed, "#tree-filter")
    def _filter(self) -> None:
        self.refresh_view()

    @on(Input.Submitted, "#tree-filter")
    def _filtered(self) -> None:
        self.home.focus()

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Data]) -> None:
        data = event.node.data
        if isinstance(data, MethodTarget | FunctionTarget):
            self.post_message(self.Chosen(data))
        elif isinstance(data, frames.NotEmulated):
            place = f"{data.file}:{data.line}" if data.line else data.file
            self.notify(f"{place}\n{data.detail}", title=f"{data.what} is not emulated", markup=False)


def _beside(file: str, template: str) -> str:
    """A file as it is called from the template's folder; whole where it is elsewhere."""
    folder = PurePath(template).parent
    return str(PurePath(file).relative_to(folder)) if PurePath(file).is_relative_to(folder) else file


def _nodes(node: TreeNode[Data]) -> list[TreeNode[Data]]:
    return [found for child in node.children for found in (child, *_nodes(child))]


def _wanted_resources(api: frames.ApiView, wanted: str) -> list[frames.ResourceView]:
    """The resources with a method that matches, and all above them."""
    if not wanted:
        return api.resources
    by_id = {resource.id: resource for resource in api.resources}
    keep: set[str] = set()
    for resource in api.resources:
        text = " ".join([resource.path, *(f"{m.http_method} {m.target}" for m in resource.methods)]).lower()
        above: frames.ResourceView | None = resource if wanted in text else None
        while above and above.id not in keep:
            keep.add(above.id)
            above = by_id.get(above.parent_id)
    return [resource for resource in api.resources if resource.id in keep]
