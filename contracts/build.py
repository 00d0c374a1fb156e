"""Compiles the contracts and writes what the portal reads of them: `contracts/abi/<Contract>.json`, and
`contracts/out/versions.json`, by which it recognises code on the chain and shows from what it was compiled.

    python contracts/build.py            compile what changed, write contracts/abi
    python contracts/build.py --check    compile, leave contracts/abi alone, fail when it is not fresh

Standard library only. A contract over EIP-170's 24,576 bytes fails the build here, not at its deployment.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ABI = HERE / "abi"
VERSIONS = HERE / "out" / "versions.json"
REPLACEABLE = ("src/modules/", "src/instances/", "src/versions/", "src/sukuk/")
"""Where the code lies that the regulator can announce: modules and templates."""
LARGEST = 24_576
Abi = list[dict[str, Any]]


class BuildFailed(Exception):
    """The contracts do not compile, are too large, or `contracts/abi` is not fresh; the text says which."""


def forge(*arguments: str, quiet: bool = True) -> str:
    """Run npm's forge in `contracts/`; returns what it printed. Raises `BuildFailed` with its output."""
    done = subprocess.run(
        [str(binary("forge")), *arguments],
        cwd=HERE,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildFailed(f"forge {arguments[0]} failed\n{done.stdout or ''}")
    return done.stdout or ""


def binary(tool: str) -> Path:
    """Where npm put the native `forge` or `anvil`; its Node wrapper when this platform has another name."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    modules = HERE.parent / "node_modules"
    native = modules / "@foundry-rs" / f"{tool}-{platform.system().lower()}-{machine}" / "bin" / tool
    return native if native.exists() else modules / ".bin" / tool


def compiled() -> dict[str, Path]:
    """Every contract, interface and library of `contracts/src`, by name, with its artifact.

    Read from forge's cache, because `out/` also keeps what no longer has a source.
    """
    cache = json.loads((HERE / "cache" / "solidity-files-cache.json").read_text())
    found: dict[str, Path] = {}
    for source, entry in sorted(cache["files"].items()):
        if not source.startswith("src/"):
            continue
        for name, artifact in _artifacts(entry):
            if name in found:
                raise BuildFailed(f"two contracts are called {name}; a name means one thing")
            found[name] = HERE / "out" / artifact
    return found


def _artifacts(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, versions in entry["artifacts"].items():
        for profiles in versions.values():
            yield name, next(iter(profiles.values()))["path"]


def documents() -> dict[str, str]:
    """The text of each `contracts/abi/<Contract>.json`; raises `BuildFailed` when one is too large."""
    texts = {}
    for name, path in compiled().items():
        artifact = json.loads(path.read_text())
        size = len(artifact["deployedBytecode"]["object"].removeprefix("0x")) // 2
        if size > LARGEST:
            raise BuildFailed(f"{name} is {size:,} bytes; EIP-170 allows {LARGEST:,}")
        if artifact["abi"]:
            document = {"contractName": name, "abi": _sorted(artifact["abi"])}
            texts[name] = json.dumps(document, indent=1, sort_keys=True) + "\n"
    return texts


def _sorted(abi: Abi) -> Abi:
    return sorted(abi, key=lambda one: (one["type"], one.get("name", ""), json.dumps(one, sort_keys=True)))


def versions() -> dict[str, Any]:
    """Of each contract that can be announced: how its code on the chain is recognised, in words what it does,
    and the sources it was compiled from, each text once.

    Code is recognised by the SHA-256 of its runtime code, the places of its immutables (which differ from
    market to market) filled with zeros. A successor is a file of its own (src/versions): so a build has the
    sources of both.
    """
    found: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, path in compiled().items():
        artifact = json.loads(path.read_text())
        runtime = artifact["deployedBytecode"]
        told = json.loads(artifact["rawMetadata"])
        (source,) = told["settings"]["compilationTarget"]
        if len(runtime["object"]) <= 2 or not source.startswith(REPLACEABLE):
            continue
        places = [p for each in runtime.get("immutableReferences", {}).values() for p in each]
        holes = sorted((each["start"], each["length"]) for each in places)
        code = bytearray.fromhex(runtime["object"].removeprefix("0x"))
        for start, length in holes:
            code[start : start + length] = bytes(length)
        own = sorted(each for each in told["sources"] if each.startswith("src/"))
        found[name] = {
            "source": source,
            "sources": own,
            "compiler": told["compiler"]["version"],
            "size": len(code),
            "holes": holes,
            "hash": hashlib.sha256(code).hexdigest(),
            "words": _words(told["output"]),
        }
        texts |= {each: (HERE / each).read_text() for each in own}
    return {"contracts": found, "texts": texts}


def _words(output: dict[str, Any]) -> dict[str, Any]:
    """What a contract says of itself: its notice, and of each function, event and error that it declares."""
    said = output["userdoc"]
    words: dict[str, Any] = {"notice": said.get("notice", "")}
    for kind, notices in (("function", "methods"), ("event", "events"), ("error", "errors")):
        words[kind] = {}
        for each in output["abi"]:
            if each["type"] == kind:
                signature = f"{each['name']}({','.join(one['type'] for one in each['inputs'])})"
                told = said.get(notices, {}).get(signature, {})
                told = told[0] if isinstance(told, list) else told
                shown = f"{each['name']}({', '.join(one['name'] or one['type'] for one in each['inputs'])})"
                words[kind][signature] = {"shown": shown, "notice": told.get("notice", "")}
    return words


def write(texts: dict[str, str]) -> list[str]:
    """Make `contracts/abi` be `texts`; returns the names that changed."""
    ABI.mkdir(exist_ok=True)
    changed = stale(texts)
    for name in changed:
        path = ABI / f"{name}.json"
        if name in texts:
            path.write_text(texts[name])
        else:
            path.unlink()
    return changed


def stale(texts: dict[str, str]) -> list[str]:
    """The names whose file in `contracts/abi` is missing, old, or of a contract that is gone."""
    there = {path.stem: path.read_text() for path in ABI.glob("*.json")}
    return sorted(name for name in there.keys() | texts.keys() if there.get(name) != texts.get(name))


def main(arguments: list[str]) -> int:
    """The command; returns its exit code."""
    try:
        forge("build", "src", "script") if (HERE / "script").exists() else forge("build", "src")
        texts = documents()
        VERSIONS.write_text(json.dumps(versions(), indent=1, sort_keys=True) + "\n")
        if "--check" in arguments:
            if old := stale(texts):
                raise BuildFailed(f"contracts/abi is not fresh: {', '.join(old)}; run `make contracts`")
            print(f"contracts/abi is fresh: {len(texts)} files")
        else:
            print(f"contracts: {len(texts)} in contracts/abi, {len(write(texts))} changed")
    except BuildFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
