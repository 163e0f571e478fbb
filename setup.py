"""Maps the import namespace `cmc` over the top-level folders; all else about the package is in pyproject.toml."""

from setuptools import find_packages, setup

ROOTS = ("transpiler", "runtime", "cli")

setup(
    packages=["cmc"]
    + [f"cmc.{name}" for root in ROOTS for name in (root, *(f"{root}.{each}" for each in find_packages(root)))],
    package_dir={"cmc": "src/cmc"} | {f"cmc.{root}": root for root in ROOTS},
)
