"""Strata of a population: how many people of an age and sex live in a country, now to 2050."""

from hevesy.people.strata import AGES, FIRST_YEAR, LAST_YEAR, Structure, age_groups, population, structure_of

__all__ = ["AGES", "FIRST_YEAR", "LAST_YEAR", "Structure", "age_groups", "population", "structure_of"]
