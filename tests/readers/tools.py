"""Programs that readers start."""
import json
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCHEMAS = HERE / "schemas"


class Missing(Exception):
    """A program or library cannot be had: the check is passed over."""


def program(name):
    path = shutil.which(name)
    if not path:
        raise Missing(f"{name} is not installed")
    return path


def run(*command, limit=300, **more):
    """What a program prints; an error with its complaint where it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=limit, **more)
    complaint = done.stderr.decode(errors="replace").strip()
    assert done.returncode == 0, f"{Path(str(command[0])).name}: {complaint[:600] or done.returncode}"
    return done.stdout


def node(script, *arguments):
    """What a script of this folder prints as JSON. It runs where npm has installed what package.json names."""
    folder = os.environ.get("READERS_NPM")
    if not folder or not (Path(folder) / "node_modules").is_dir():
        raise Missing("the packages of package.json are not installed")
    shutil.copy(HERE / script, folder)
    return json.loads(run(program("node"), "--max-old-space-size=6000", Path(folder) / script, *arguments))


def valid_xml(path, schema):
    """Checks an XML file against a schema of schemas/."""
    run(program("xmllint"), "--noout", "--huge", "--schema", SCHEMAS / schema, path)


def well_formed(path):
    """Checks that an XML file is one."""
    run(program("xmllint"), "--noout", "--huge", path)


def version(package):
    from importlib.metadata import version

    return f"{package} {version(package)}"
