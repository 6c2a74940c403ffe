"""Laying one layout on another: parents, sizes and tiers change what they name, key by key."""

from __future__ import annotations

from printkit.layout.edges import AXES
from printkit.shapes import Node, merged


def with_tier_styles(root: Node) -> Node:
    """Return the layout with each tier's styles laid on the layout's styles of that name.

    A tier's style without one to change keeps only its own keys, so its missing size is
    reported where it stands.
    """
    tiers, styles = root.get("tier"), root.get("style")
    if tiers is None or styles is None or not isinstance(tiers.value, dict):
        return root
    changed: dict[str, Node] = {}
    for name, tier in tiers.value.items():
        own = tier.get("style")
        if own is None or not isinstance(own.value, dict):
            continue
        laid = {
            role: merged(base, style) if (base := styles.get(role)) is not None else style
            for role, style in own.value.items()
        }
        changed[name] = _with(tier, "style", Node(laid, own.source, own.place, own.key_place))
    return _with(
        root, "tier",
        Node({**tiers.value, **changed}, tiers.source, tiers.place, tiers.key_place),
    )  # fmt: skip


def laid(base: Node, over: Node) -> Node:
    """Return a layout laid on another: merged key by key, edges axis by axis.

    A frame that gives two edges of an axis gives that axis anew, whichever two its parent
    had; with one it changes that edge alone.
    """
    frames, changes = base.get("frame"), over.get("frame")
    if (
        frames is not None
        and changes is not None
        and isinstance(frames.value, dict)
        and isinstance(changes.value, dict)
    ):
        kept: dict[str, Node] = {}
        for name, frame in frames.value.items():
            change = changes.value.get(name)
            kept[name] = frame
            if change is None or not isinstance(change.value, dict):
                continue
            for axis in AXES:
                if len([edge for edge in axis if edge in change.value]) == 2:
                    kept[name] = _without(kept[name], axis)
        base = _with(
            base, "frame", Node(kept, frames.source, frames.place, frames.key_place)
        )
    return merged(base, over)


def _with(node: Node, key: str, child: Node) -> Node:
    assert isinstance(node.value, dict)
    return Node({**node.value, key: child}, node.source, node.place, node.key_place)


def _without(node: Node, keys: tuple[str, ...]) -> Node:
    if not isinstance(node.value, dict):
        return node
    value = {key: child for key, child in node.value.items() if key not in keys}
    return Node(value, node.source, node.place, node.key_place)
