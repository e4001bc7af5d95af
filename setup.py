"""All else is in setup.cfg. This puts the public examples into the wheel, for notebooks that travel alone."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithExamples(build_py):
    """Copies assignments/en/<a>/examples.safetensors to cnnkit/examples/<a>.safetensors; they are not stored twice."""

    def run(self):
        super().run()
        target = Path(self.build_lib) / "cnnkit" / "examples"
        target.mkdir(parents=True, exist_ok=True)
        for examples in sorted(Path(__file__).parent.glob("assignments/en/*/examples.safetensors")):
            self.copy_file(str(examples), str(target / f"{examples.parent.name}.safetensors"))


setup(cmdclass={"build_py": BuildWithExamples})
