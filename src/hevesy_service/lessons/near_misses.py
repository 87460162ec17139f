"""Near misses outside the book: taken in from nobody in particular, and read in batches of past months."""

from __future__ import annotations

import random
from collections.abc import Mapping

from django.db import transaction

from hevesy.quality import Batch, batches
from hevesy.quality.lesson import without_names
from hevesy.quality.near_miss import LEAST, MOST
from hevesy_service.atlas.packs import shelf_now
from hevesy_service.book.models import Site
from hevesy_service.book.writing import one_writer
from hevesy_service.book.zone import today_at
from hevesy_service.care.known_people import people_of
from hevesy_service.lessons.models import NearMiss
from hevesy_service.refusals import NearMissesFull

FREE = ("happened", "helped")
SAID = ("kind", "step", "therapy", "happened", "helped")


def take_in(site: Site, said: Mapping[str, str]) -> None:
    """Keep a report: the month is all that is known of its time. The same words again in a month are the same report.

    Raises NearMissesFull where a site got as many as it takes in a month.
    """
    with transaction.atomic():
        one_writer(site)
        month = _month(site)
        kept = list(NearMiss.objects.filter(site=site, month=month))
        new = NearMiss(site=site, month=month, **_without_names(site, said))
        if any(all(getattr(each, name) == getattr(new, name) for name in SAID) for each in kept):
            return
        if len(kept) >= int(_number(site, MOST)):
            raise NearMissesFull()
        NearMiss.objects.filter(site=site, month=month).delete()
        rows = [*kept, new]
        random.SystemRandom().shuffle(rows)
        NearMiss.objects.bulk_create(rows)


def _without_names(site: Site, said: Mapping[str, str]) -> dict[str, str]:
    people = people_of(site)
    return {name: without_names(said[name], people) if name in FREE else said[name] for name in SAID}


def may_be_read(site: Site) -> list[Batch[NearMiss]]:
    """The batches of a site, the newest first; in each the order is that of their random numbers."""
    rows = [(each.month, each) for each in NearMiss.objects.filter(site=site).order_by("id")]
    return [
        Batch(each.until, tuple(sorted(each.reports, key=lambda one: one.pk)))
        for each in batches(rows, f"{today_at(site):%Y-%m}", least(site))
    ]  # fmt: skip


def least(site: Site) -> int:
    """Of how many reports a batch is made at least."""
    return int(_number(site, LEAST))


def _month(site: Site) -> str:
    """This month; never one before a report that is here, so that a clock set back opens no batch again."""
    last = NearMiss.objects.filter(site=site).order_by("-month").values_list("month", flat=True).first()
    return max(f"{today_at(site):%Y-%m}", last or "")


def _number(site: Site, fact: str) -> float:
    return shelf_now().reader(site.country or "world").number(fact)
