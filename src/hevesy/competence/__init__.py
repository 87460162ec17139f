"""Who may do what: frameworks of competence, what is known of a person, and the privileges that follow from both."""

from hevesy.competence.crosswalk import Lack, crosswalk
from hevesy.competence.evidence import Evidence, What, in_force
from hevesy.competence.framework import (
    LEVELS,
    Competency,
    Framework,
    Procedures,
    competencies,
    find_framework,
    frameworks,
    read_framework,
)
from hevesy.competence.privilege import Privilege, privilege_of, privileges
from hevesy.competence.standing import Reason, Recent, Standing, standing

__all__ = [
    "LEVELS",
    "Competency",
    "Evidence",
    "Framework",
    "Lack",
    "Privilege",
    "Procedures",
    "Reason",
    "Recent",
    "Standing",
    "What",
    "competencies",
    "crosswalk",
    "find_framework",
    "frameworks",
    "in_force",
    "privilege_of",
    "privileges",
    "read_framework",
    "standing",
]
