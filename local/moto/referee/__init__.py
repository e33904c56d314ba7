"""Refuses what AWS refuses, before moto sees it."""
