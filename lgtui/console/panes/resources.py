"""Pane 1: what the project holds — APIs with their trees, functions, and what is not emulated."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, Tree
from textual.widgets.tree import TreeNode

from lgtui import frames
from lgtui.console.panes.outline import Branch, Data, FunctionUrl, by_hand_of, outline
from lgtui.console.panes.pane import Pane
from lgtui.console.panes.tree_labels import TreeLabels
from lgtui.console.region.by_hand import MARK
from lgtui.console.region.nodes import AuthorizerNode, EventSourceNode, Node
from lgtui.console.region.state import FunctionTarget, MethodTarget, RegionState, Target
from lgtui.console.widgets.plain_text import harmless

OPENED = (MethodTarget, FunctionTarget, AuthorizerNode, EventSourceNode)
"""What enter opens."""

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
        self.auto_expand = False

    def get_label_width(self, node: TreeNode[Data]) -> int:
        """Nothing, for a label is never wider than there is room."""
        return 0

    def render_label(self, node: TreeNode[Data], base_style: Style, style: Style) -> Text:
        """The label, with an ellipsis where the pane is too narrow for it."""
        label = super().render_label(node, base_style, style)
        label.truncate(max(1, self.size.width - self.guide_depth * _depth(node)), overflow="ellipsis")
        return label

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
        "The project's APIs, resources and methods, and its functions with versions and aliases.\n\n"
        "A REST API is a tree of resources, the parts of its paths: {id} stands for one part of a path, {proxy+} for "
        "all that is left of it. A method on a resource (ANY is every one) has an integration, which stands after it: "
        "a function (λ), an HTTP endpoint, an AWS service, or API Gateway itself (mock). What is edited answers once "
        "it is deployed to a stage (d).\n"
        "A version of a function never changes; $LATEST is the code as you edit it, and an alias is a name for a "
        "version, or for two by weight.\n\n"
        "↑ ↓ move   ← → fold   enter opens a method, a function, a version or an alias in the composer\n"
        "/ filters by path, method, function, authorizer or event source; enter goes to the first that is found, esc "
        "ends the filter\n\n"
        "On a function: w shares an alias between two versions, p publishes a version, c reserves concurrency.\n"
        "On a method: m opens its mapping templates; after its integration stands what it asks of its callers.\n"
        "i shows everything AWS's operations tell of what the cursor is on, enter does on authorizers and event "
        "sources.\n\n"
        "An alias shows the version it points to; one with weights shows a bar and a percentage for each of its two "
        "versions, and after it how many invocations each has got (281×).\n\n"
        f"{MARK} marks what is not as the template made it; the line below the tree says what was changed by hand."
    )
    DEFAULT_CSS = """
    ResourcesPane {
        & > #problem {
            display: none; height: auto; padding: 0 1; color: $text-error; background: $error-muted;
            &.-shown { display: block; }
        }
        & > ResourceTree { background: transparent; padding: 0 0 0 1; scrollbar-size: 1 1; overflow-x: hidden; }
        & > #by-hand {
            display: none; height: auto; max-height: 4; padding: 0 1; color: $warning;
            &.-shown { display: block; }
        }
        & > #tree-filter { display: none; dock: bottom; }
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

    class DetailsOrdered(Message):
        """What is under the cursor is to be shown in full."""

    def __init__(self, state: RegionState) -> None:
        super().__init__(id="resources", classes="-empty")
        self._state = state
        self._drawn: tuple[object, ...] = ()
        self._shape: list[tuple[object, ...]] = []
        self._by_hand: dict[Data, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="problem", markup=False)
        yield ResourceTree()
        yield Static(id="by-hand", markup=False)
        yield Static(EMPTY, id="no-resources", classes="empty", markup=False)
        yield Input(id="tree-filter", placeholder="filter: path, method or function", compact=True)

    def on_mount(self) -> None:
        super().on_mount()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh_view())

    @property
    def home(self) -> Widget:
        """The tree."""
        return self.query_one(ResourceTree)

    def refresh_view(self) -> None:
        """Draw what the state holds now; costs nothing where it is what was drawn."""
        state = self._state
        self._show_problem(state.project.problem)
        wanted = self._wanted
        drawing = (state.apis, state.functions, state.changes, state.project.not_emulated, wanted, self.app.theme)
        if drawing == self._drawn:
            return
        self._drawn = drawing
        self.set_class(not (state.apis or state.functions or state.project.not_emulated), "-empty")
        branches = outline(state, TreeLabels(self.app.theme_variables), wanted)
        self._by_hand = by_hand_of(branches)
        self._draw(branches)
        self._show_by_hand()

    def mark(self, target: Target | Node) -> None:
        """Put the cursor on something, without opening it."""
        tree = self.query_one(ResourceTree)
        if node := next((node for node in _nodes(tree.root) if node.data == target), None):
            tree.move_cursor(node)

    @property
    def target(self) -> Target | None:
        """The method or function under the cursor."""
        node = self.query_one(ResourceTree).cursor_node
        return node.data if node and isinstance(node.data, MethodTarget | FunctionTarget) else None

    @property
    def node(self) -> Node | None:
        """What is under the cursor to be looked at: an API, a resource, an authorizer, an event source."""
        node = self.query_one(ResourceTree).cursor_node
        return node.data if node and isinstance(node.data, Node) else None

    @on(Tree.NodeHighlighted)
    def _show_by_hand(self) -> None:
        """Say what was changed by hand of what the cursor is on."""
        node = self.query_one(ResourceTree).cursor_node
        lines = self._by_hand.get(node.data, ()) if node is not None and node.data is not None else ()
        line = self.query_one("#by-hand", Static)
        line.set_class(bool(lines), "-shown")
        line.update("\n".join(f"{MARK} {harmless(text)}" for text in lines))

    def _show_problem(self, problem: frames.Problem | None) -> None:
        banner = self.query_one("#problem", Static)
        banner.set_class(problem is not None, "-shown")
        if problem:
            file = harmless(_beside(problem.file, self._state.project.template))
            place = f"{file}:{problem.line}" if problem.line else file
            banner.update(
                Text(f"✗ {place}\n{harmless(problem.message)}" if place else f"✗ {harmless(problem.message)}")
            )

    def _draw(self, branches: list[Branch]) -> None:
        """Bring the tree in line: labels alone where nothing else differs, so that cursor and scrolling stay."""
        shape = [branch.shape for branch in branches]
        tree = self.query_one(ResourceTree)
        if shape == self._shape:
            _relabel(tree.root, branches)
        else:
            self._shape = shape
            _rebuild(tree, branches)

    def action_filter(self) -> None:
        """Open the filter and type in it."""
        line = self.query_one("#tree-filter", Input)
        line.display = True
        self.screen.set_focus(line)  # at once, so that nothing typed after the / goes elsewhere

    def action_end_filter(self) -> None:
        """Show everything again."""
        line = self.query_one("#tree-filter", Input)
        line.value = ""
        line.display = False
        self.home.focus()

    @on(Input.Changed, "#tree-filter")
    def _filter(self) -> None:
        self.refresh_view()

    @on(Input.Submitted, "#tree-filter")
    def _filtered(self) -> None:
        """Go to what was found, first to what bears the very text, so that enter opens it."""
        tree = self.query_one(ResourceTree)
        tree.focus()
        found = [node for node in _nodes(tree.root) if isinstance(node.data, OPENED)]
        named = (node for node in found if self._wanted in str(node.label).lower())
        if first := next(named, found[0] if found else None):
            tree.move_cursor(first)

    @property
    def _wanted(self) -> str:
        return self.query_one("#tree-filter", Input).value.strip().lower()

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Data]) -> None:
        data = event.node.data
        if isinstance(data, MethodTarget | FunctionTarget):
            self.post_message(self.Chosen(data))
        elif isinstance(data, FunctionUrl):
            self.app.copy_to_clipboard(data.url)
            self.notify(f"copied {data.url}", markup=False)
        elif isinstance(data, AuthorizerNode | EventSourceNode):
            self.post_message(self.DetailsOrdered())
        elif isinstance(data, frames.NotEmulated):
            place = f"{data.file}:{data.line}" if data.line else data.file
            self.notify(f"{place}\n{data.detail}", title=f"{data.what} is not emulated", markup=False)
        else:
            event.node.toggle()


def _beside(file: str, template: str) -> str:
    """A file as it is called from the template's folder; whole where it is elsewhere."""
    folder = PurePath(template).parent
    return str(PurePath(file).relative_to(folder)) if PurePath(file).is_relative_to(folder) else file


def _depth(node: TreeNode[Data]) -> int:
    """How many nodes are above, without the root, which is not seen."""
    parent = node.parent
    return 0 if parent is None or parent.is_root else 1 + _depth(parent)


def _nodes(node: TreeNode[Data]) -> list[TreeNode[Data]]:
    return [found for child in node.children for found in (child, *_nodes(child))]


def _relabel(node: TreeNode[Data], branches: Sequence[Branch]) -> None:
    for child, branch in zip(node.children, branches, strict=True):
        if child.label != branch.label:
            child.set_label(branch.label)
        _relabel(child, branch.below)


def _rebuild(tree: ResourceTree, branches: Sequence[Branch]) -> None:
    """Build the tree anew; what was folded or unfolded stays so, and the cursor stays on what it was on."""
    unfolded = {node.data: node.is_expanded for node in _nodes(tree.root) if node.allow_expand}
    cursor = tree.cursor_node.data if tree.cursor_node else None
    tree.clear()
    _grow(tree.root, branches, unfolded)
    found = next((node for node in _nodes(tree.root) if cursor is not None and node.data == cursor), None)
    if found:
        tree.call_after_refresh(tree.move_cursor, found)


def _grow(node: TreeNode[Data], branches: Sequence[Branch], unfolded: Mapping[Data | None, bool]) -> None:
    for branch in branches:
        if branch.below:
            expand = unfolded.get(branch.data, not branch.folded)
            _grow(node.add(branch.label, branch.data, expand=expand), branch.below, unfolded)
        else:
            node.add_leaf(branch.label, branch.data)
