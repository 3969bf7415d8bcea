"""From Universal Dependencies to the dependency labels of spaCy's English models."""

from training.dependencies.convert import convert
from training.dependencies.tree import Tree

__all__ = ["Tree", "convert"]
