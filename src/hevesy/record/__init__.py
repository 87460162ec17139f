"""The events of care: what happened, to whom, when, by whom. RUN writes them, PLAN and LEARN read them."""

from hevesy.record.act import Act, acts
from hevesy.record.course import CORRECTION, Course, Entry, Standing, follow
from hevesy.record.field import BadValue, Field, fields
from hevesy.record.form import Form, Problem, filled, form, forms
from hevesy.record.template import Move, Template, find_template, templates

__all__ = [
    "CORRECTION",
    "Act",
    "BadValue",
    "Course",
    "Entry",
    "Field",
    "Form",
    "Move",
    "Problem",
    "Standing",
    "Template",
    "acts",
    "fields",
    "filled",
    "find_template",
    "follow",
    "form",
    "forms",
    "templates",
]
