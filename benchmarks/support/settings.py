"""The product's settings, with the floors' addresses beside its own."""

from tournee.project.settings import *  # noqa: F403 -- the same server but for one line

ROOT_URLCONF = "benchmarks.support.floor"
