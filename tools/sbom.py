"""Write what the runtime is made of as a bill of materials (CycloneDX, JSON): wheels, their licences and hashes.

python tools/sbom.py            writes requirements/sbom.cdx.json
python tools/sbom.py --check    exits 1 where it is stale

The same lock gives the same file: it holds no time, and its number is made from the lock.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

CLONE = Path(__file__).resolve().parent.parent
LOCK, FILE = CLONE / "requirements" / "runtime.lock", CLONE / "requirements" / "sbom.cdx.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\]+)", re.M)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
SPOKEN = {"MIT License": "MIT", "The MIT License (MIT)": "MIT", "Apache Software License": "Apache-2.0"}
NOTE = Property(name="hevesy:hashes", value="one for each file of this version that the lock accepts, on any system")


def locked(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes of each wheel of a lock."""
    found = list(PINNED.finditer(text))
    for this, after in zip(found, [*found[1:], None], strict=True):
        part = text[this.start() : after.start() if after else len(text)]
        yield this[1], this[2], sorted(HASH.findall(part))


def licence_of(wheel: str) -> str:
    """What an installed wheel says of its licence."""
    said = metadata.metadata(wheel)
    if said.get("License-Expression"):
        return str(said["License-Expression"])
    names = [c.split("::")[-1].strip() for c in said.get_all("Classifier") or [] if c.startswith("License ::")]
    if names:
        return " AND ".join(SPOKEN.get(name, name) for name in names) if len(names) == 1 else "; ".join(names)
    first = (said.get("License") or _text_of(wheel)).strip().splitlines()
    return SPOKEN.get(first[0].strip(), first[0].strip()) if first else ""


def _text_of(wheel: str) -> str:
    files = [each for each in metadata.files(wheel) or [] if each.name in ("LICENSE", "LICENSE.txt", "LICENSE.md")]
    return files[0].read_text() if files else ""


def bill(text: str) -> Bom:
    """The bill of a lock's text."""
    bom, make = Bom(serial_number=uuid5(NAMESPACE_URL, text), version=1), LicenseFactory()
    components = {_plain(name): _component(make, name, version, hashes) for name, version, hashes in locked(text)}
    ours = Component(name="hevesy", version=metadata.version("hevesy"), type=ComponentType.APPLICATION,
                     bom_ref="hevesy", licenses=[make.make_from_string("Apache-2.0")])  # fmt: skip
    bom.metadata.component = ours
    bom.components.update(components.values())
    wanted = _wanted("hevesy", components, "service")
    bom.register_dependency(ours, [components[name] for name in sorted(wanted)])
    for name, component in components.items():
        bom.register_dependency(component, [components[each] for each in sorted(_wanted(name, components))])
    return bom


def _component(make: LicenseFactory, name: str, version: str, hashes: list[str]) -> Component:
    purl = PackageURL("pypi", name=_plain(name), version=version)
    return Component(
        name=name, version=version, type=ComponentType.LIBRARY, purl=purl, bom_ref=purl.to_string(),
        licenses=[make.make_from_string(licence_of(name))], properties=[NOTE],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes],
    )  # fmt: skip


def _wanted(name: str, known: Mapping[str, Component], extra: str = "") -> set[str]:
    """What a wheel asks for, of those that are locked."""
    asked = (Requirement(each) for each in metadata.requires(name) or [])
    names = {_plain(each.name) for each in asked if each.marker is None or each.marker.evaluate({"extra": extra})}
    return names & set(known) - {name}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def written(text: str) -> str:
    """The bill as JSON, without the moment at which it was written."""
    told: dict[str, Any] = json.loads(JsonV1Dot6(bill(text)).output_as_string())
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write or compare."""
    text = written(LOCK.read_text("utf-8"))
    if "--check" in arguments:
        stale = not FILE.exists() or FILE.read_text("utf-8") != text
        if stale:
            print(f"{FILE.relative_to(CLONE)} is stale: run make sbom")
        return int(stale)
    FILE.write_text(text, "utf-8")
    print(f"{FILE.relative_to(CLONE)}: {text.count('bom-ref') - 1} wheels")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
