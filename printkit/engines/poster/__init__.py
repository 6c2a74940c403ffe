"""The poster: every area one thread, all threads plaited through the attitudes."""

from __future__ import annotations

from printkit.engines.board import Draft
from printkit.engines.model import Job, Product
from printkit.engines.poster.draw import Painter
from printkit.engines.poster.plan import PosterPlan
from printkit.engines.poster.solve import Solver
from printkit.layout.model import EngineSchema

SCHEMA = EngineSchema(
    settings={
        "margin": "length",
        "lane-edge": "length",
        "bend": "length",
        "footer-rule": "length",
        "gap-minimum": "length",
        "gap-maximum": "length",
        "band-casing": "length",
    },
    frames=("title", "intro", "prompts", "credit", "licence", "qr"),
    optional_frames=("logo-source", "logo-partner", "logo-adapter"),
    styles=(
        "title",
        "intro",
        "heading",
        "area-line",
        "heart-heading",
        "heart-line",
        "attitude",
        "attitude-line",
        "skill",
        "skill-line",
        "prompt",
        "credit",
        "licence",
        "number",
    ),
    tier={
        "columns-minimum": "integer",
        "columns-maximum": "integer",
        "column": "length",
        "thread": "length",
        "motif": "number",
        "motif-maximum": "number",
        "lane": "length",
        "badge": "length",
        "badge-gap": "length",
        "start": "length",
        "disc": "length",
        "heading-gap": "length",
        "text-gap": "length",
        "tile-gap": "length",
        "row-gap": "length",
        "grow": "number",
        "title-lines": "integer",
        "intro": "flag",
        "lines": "flag",
        "simple": "flag",
    },
)


def _mark(plan: PosterPlan | None) -> tuple[object, ...] | None:
    """Return what does not change for the sake of a longer text."""
    if plan is None:
        return None
    lines = plan.header.title.block.lines
    return (
        plan.tier.name,
        plan.columns.count,
        plan.lines,
        all(disc.line for disc in plan.heart.discs),
        len(lines) > plan.tier.values["title-lines"],
    )


def make(job: Job) -> Product:
    """Return the poster; raises PrintkitError naming every text that does not fit."""
    draft = Draft(job, f"the poster at {job.layout.format.label}")
    plan = draft.planned(
        lambda: Solver(draft).solve(), lambda plan: _mark(plan) == _mark(Solver(draft).least(plan))
    )
    Painter(draft, plan).paint()
    first = job.layout.tiers[0]
    if first.values["lines"] and not plan.lines:
        draft.drop("the one-line texts of skills and attitudes")
    elif any(disc.line is None for disc in plan.heart.discs):
        draft.drop("the one-line texts of the attitudes")
    if plan.header.intro is None and job.framework.intro:
        draft.drop("the introduction")
    title = job.framework.title.value.replace("\n", " ")
    return draft.finish(job.kit.say("titles.poster", title=title).value)
